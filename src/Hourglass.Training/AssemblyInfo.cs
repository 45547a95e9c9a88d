using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Hourglass.Benchmarks")]
[assembly: InternalsVisibleTo("Hourglass.Training.Tests")]
