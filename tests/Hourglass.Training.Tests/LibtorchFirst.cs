using System.Runtime.CompilerServices;
using Hourglass.Training.Native;

namespace Hourglass.Training.Tests;

internal static class LibtorchFirst
{
    /// <summary>Some tests call TorchSharp before anything of Hourglass.Training, which must come first.</summary>
    [ModuleInitializer]
    internal static void Load() => Libtorch.Require();
}
