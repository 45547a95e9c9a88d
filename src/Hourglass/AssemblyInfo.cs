using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Hourglass.Training")]
[assembly: InternalsVisibleTo("Hourglass.Tables")]
[assembly: InternalsVisibleTo("Hourglass.Benchmarks")]
[assembly: InternalsVisibleTo("Hourglass.Fuzz")]
[assembly: InternalsVisibleTo("Hourglass.Tests")]
[assembly: InternalsVisibleTo("Hourglass.Training.Tests")]
