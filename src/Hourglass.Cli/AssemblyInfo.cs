using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Hourglass.Cli.Tests")]
