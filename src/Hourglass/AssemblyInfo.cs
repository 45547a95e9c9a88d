using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Hourglass.Tests")]
