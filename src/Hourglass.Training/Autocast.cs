using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// Mixed precision: inside a scope libtorch runs convolutions and matrix products in bfloat16 and keeps the rest in float32.
/// </summary>
/// <remarks>
/// TorchSharp does not offer autocast, so the C++ functions are called by their exported names (Itanium ABI, libtorch 2.10). Where a name is
/// missing, the scope is not supported, and says so before training starts.
/// </remarks>
internal sealed unsafe class Autocast : IDisposable
{
    private const sbyte BFloat16 = 15; // c10::ScalarType::BFloat16

    private static readonly nint Library = Find();
    private static readonly delegate* unmanaged<sbyte, byte, void> SetEnabled =
        (delegate* unmanaged<sbyte, byte, void>)Export("_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb");
    private static readonly delegate* unmanaged<sbyte, sbyte, void> SetType =
        (delegate* unmanaged<sbyte, sbyte, void>)Export("_ZN2at8autocast18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE");
    private static readonly delegate* unmanaged<int> Enter = (delegate* unmanaged<int>)Export("_ZN2at8autocast17increment_nestingEv");
    private static readonly delegate* unmanaged<int> Leave = (delegate* unmanaged<int>)Export("_ZN2at8autocast17decrement_nestingEv");
    private static readonly delegate* unmanaged<void> ClearCache = (delegate* unmanaged<void>)Export("_ZN2at8autocast11clear_cacheEv");

    private readonly sbyte _device;

    private Autocast(sbyte device) => _device = device;

    /// <summary>Whether bfloat16 is worth it and reachable on this device: hardware support on the CPU, any CUDA device.</summary>
    public static bool IsSupported(Device device) =>
        SetEnabled != null && SetType != null && Enter != null && Leave != null && ClearCache != null
        && (device.type == DeviceType.CUDA || (device.type == DeviceType.CPU && CpuHasBFloat16()));

    /// <summary>Opens a scope on this thread; dispose it before <c>backward</c>.</summary>
    public static Autocast Begin(Device device)
    {
        var scope = new Autocast((sbyte)(device.type == DeviceType.CUDA ? 1 : 0));
        SetType(scope._device, BFloat16);
        SetEnabled(scope._device, 1);
        Enter();
        return scope;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Leave() == 0)
            ClearCache();
        SetEnabled(_device, 0);
    }

    private static bool CpuHasBFloat16()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        var flags = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) ?? "";
        return flags.Contains("avx512_bf16", StringComparison.Ordinal) || flags.Contains("amx_bf16", StringComparison.Ordinal);
    }

    private static nint Find() => NativeLibrary.TryLoad("libtorch_cpu.so", out var library) ? library : 0;

    private static nint Export(string name) => Library != 0 && NativeLibrary.TryGetExport(Library, name, out var address) ? address : 0;
}
