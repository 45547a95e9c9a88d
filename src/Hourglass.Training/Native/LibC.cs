using System.Runtime.InteropServices;

namespace Hourglass.Training.Native;

/// <summary>The few functions of the C library that .NET does not offer. Linux only.</summary>
internal static partial class LibC
{
    public const int TrimThreshold = -1;
    public const int TopPad = -2;
    public const int MmapThreshold = -3;

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetEnvironmentVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    public static partial int SetAllocatorOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    public static partial int TrimAllocator(nuint pad);

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "gnu_get_libc_version")]
    public static partial IntPtr GnuVersion();
}
