using Hourglass.Runs;
using Hourglass.Training.Native;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Chooses where tensors live and in what arithmetic, and refuses what this machine lacks.</summary>
internal static class Devices
{
    [ThreadStatic]
    private static bool _single;

    /// <summary>The device a plan asks for.</summary>
    /// <exception cref="LibtorchException">It is not there, or bf16 is asked for where the hardware lacks it.</exception>
    public static Device Choose(TrainingPlan plan)
    {
        Libtorch.Require();
        UseOneThreadPerOperation();
        var device = plan.Device switch
        {
            DeviceKind.Cpu => CPU,
            DeviceKind.Auto => cuda.is_available() ? CUDA : mps_is_available() ? MPS : CPU,
            DeviceKind.Cuda => cuda.is_available() ? CUDA : throw new LibtorchException(
                "No CUDA device: build with -p:Torch=cuda-linux (or cuda-windows) on a machine with an NVIDIA driver, or use --device cpu."),
            DeviceKind.Mps => mps_is_available() ? MPS : throw new LibtorchException("No MPS device: it needs macOS on Apple silicon; use --device cpu."),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Device, "Unknown device."),
        };
        if (plan.Precision == PrecisionKind.BFloat16 && !Autocast.IsSupported(device))
            throw new LibtorchException("bf16 needs a CPU with avx512_bf16 or amx_bf16 on Linux, or a CUDA device; use --precision fp32.");
        return device;
    }

    /// <summary>
    /// Makes libtorch use only the calling thread for what this thread asks of it: batches, not operations, are spread over the cores
    /// (<see cref="DataParallel"/>), and sums over several threads would not come out the same twice.
    /// </summary>
    public static void UseOneThreadPerOperation()
    {
        if (_single)
            return;
        set_num_threads(1);
        _single = true;
    }
}
