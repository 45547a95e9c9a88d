using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Hourglass.Training.Tests")]
