using System.Runtime.CompilerServices;
using Hourglass.Training.Native;

namespace Hourglass.Training.Tests;

internal static class LibtorchFirst
{
    /// <summary>The collection of all tests: live tensors are counted for the whole process, so no two tests run at once.</summary>
    public const string OneAtATime = "libtorch";

    /// <summary>Some tests call TorchSharp before anything of Hourglass.Training, which must come first.</summary>
    [ModuleInitializer]
    internal static void Load() => Libtorch.Require();
}
