using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hourglass.Training.Native;

/// <summary>
/// Makes libtorch load and run well. Runs by itself when this assembly is first used, before TorchSharp's own loader: code that calls
/// TorchSharp before anything of Hourglass.Training does not profit from it.
/// </summary>
/// <remarks>docs/decisions/0002-libtorch.md says what was measured and why each step is taken.</remarks>
public static class Libtorch
{
    private const string Shim = "libLibTorchSharp.so";
    private const string MissingVersion = "GLIBCXX_3.4.32";

    private static readonly Lazy<Exception?> Initialization = new(Initialize);

    private static Exception? _failure;

    /// <summary>Throws when libtorch could not be loaded on this machine.</summary>
    /// <exception cref="LibtorchException">With what failed and what to do.</exception>
    public static void Require()
    {
        if ((_failure ?? Initialization.Value) is { } failure)
            throw new LibtorchException($"libtorch cannot be loaded: {failure.Message.Split('\n')[0]}", failure);
    }

    /// <summary>Gives memory that was freed back to the system: glibc before 2.38 keeps it without reusing it. Linux only.</summary>
    public static void TrimMemory()
    {
        if (IsGlibc())
            LibC.TrimAllocator(0);
    }

#pragma warning disable CA2255 // A module initializer in a library: it must come before TorchSharp's static constructor, whoever calls first.
    [ModuleInitializer]
    internal static void Prepare()
#pragma warning restore CA2255
    {
        try
        {
            if (!IsGlibc())
                return;
            WaitPassively();
            KeepFreedMemory();
            LoadShim();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _failure = failure;
        }
    }

    /// <summary>OpenMP's spinning threads make two threads slower than one when the cores are shared with anything else.</summary>
    private static void WaitPassively()
    {
        LibC.SetEnvironmentVariable("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);
        LibC.SetEnvironmentVariable("KMP_BLOCKTIME", "0", overwrite: 0);
    }

    /// <summary>Large tensors come and go every step; returning their pages to the system each time costs a quarter of the time.</summary>
    private static void KeepFreedMemory()
    {
        LibC.SetAllocatorOption(LibC.TrimThreshold, 2_000_000_000);
        LibC.SetAllocatorOption(LibC.MmapThreshold, 32 << 20);
        LibC.SetAllocatorOption(LibC.TopPad, 64 << 20);
    }

    private static void LoadShim()
    {
        var folder = SearchFolders().FirstOrDefault(folder => File.Exists(Path.Combine(folder, Shim)));
        if (folder is null)
            return; // TorchSharp looks in more places, the NuGet cache among them, and says what it misses.
        foreach (var dependency in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" })
        {
            if (File.Exists(Path.Combine(folder, dependency)))
                NativeLibrary.Load(Path.Combine(folder, dependency));
        }

        if (!NativeLibrary.TryLoad(Path.Combine(folder, Shim), out _))
            LoadWeakened(Path.Combine(folder, Shim));
    }

    /// <summary>
    /// The shim names one C++ runtime version that none of its symbols needs. A copy in memory that marks this need as weak loads anywhere;
    /// TorchSharp then finds it by its library name. No file is changed.
    /// </summary>
    private static void LoadWeakened(string path)
    {
        var library = File.ReadAllBytes(path);
        if (ElfVersionNeeds.Weaken(library, MissingVersion) == 0)
        {
            NativeLibrary.Load(path); // Not the known fault: throws the loader's own message.
            return;
        }

        var descriptor = LibC.CreateMemoryFile("LibTorchSharp", 0);
        if (descriptor >= 0)
        {
            using var file = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Write);
            file.Write(library);
            file.Flush();
            if (NativeLibrary.TryLoad($"/proc/self/fd/{descriptor}", out _))
                return;
        }

        // Some systems forbid code from memory files; a temporary file serves as well, and is gone once it is mapped.
        var copy = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}-{Shim}");
        try
        {
            File.WriteAllBytes(copy, library);
            NativeLibrary.Load(copy);
        }
        catch (DllNotFoundException refused)
        {
            throw new LibtorchException(
                $"{Shim} needs {MissingVersion} (GCC 13's C++ runtime), which this system lacks, and a corrected copy was refused "
                + $"({refused.Message.Split('\n')[0]}); update libstdc++ or allow programs in {Path.GetTempPath()}.", refused);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static IEnumerable<string> SearchFolders()
    {
        var rid = $"linux-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        var listed = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", rid, "native"));
    }

    /// <summary>Has TorchSharp load what is not loaded yet, so that a missing library is named here and not in the middle of a job.</summary>
    private static Exception? Initialize()
    {
        try
        {
            TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
            return null;
        }
        catch (Exception missing) when (missing is not OutOfMemoryException)
        {
            return missing;
        }
    }

    private static bool IsGlibc()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return LibC.GnuVersion() != IntPtr.Zero;
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            return false; // musl: libtorch has no build for it, and TorchSharp says so.
        }
    }
}
