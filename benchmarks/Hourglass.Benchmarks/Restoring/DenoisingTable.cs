using System.Diagnostics;
using Hourglass.Data.Images;
using Hourglass.Evaluation;
using Hourglass.Inference;
using Hourglass.Tasks;

namespace Hourglass.Benchmarks.Restoring;

/// <summary>
/// <c>denoising MODEL PICTURES...</c>: PSNR and SSIM at sigma 15, 25 and 50, mean over the pictures of each archive. The noise is Gaussian, from a fixed
/// seed and neither clipped nor rounded, as in the published figures; the restored pictures are clipped to [0, 1] and not rounded.
/// </summary>
internal static class DenoisingTable
{
    private const ulong Seed = 68;

    public static void Print(string model, IEnumerable<string> archives, int threads, TextWriter output)
    {
        using var restorer = Restorer.Open(model, new InferenceOptions { Threads = threads });
        if (restorer.Task is not Denoise task)
            throw new ArgumentException($"{model} was trained to {restorer.Task.Id}, not to take out noise.", nameof(model));
        var measured = task with { LowSigma = 0, HighSigma = Denoise.MaxSigma };
        output.WriteLine($"{"",-24}{"pictures",9}{"strength",12}{"input dB",10}{"restored dB",13}{"SSIM",8}");
        foreach (var archive in archives)
        {
            var started = Stopwatch.GetTimestamp();
            using var pictures = Photographs.Open(archive, task.Channels);
            var result = RestorationEvaluator.Evaluate(
                Path.GetFileName(archive), measured, pictures.Count, (i, strength, rng) => strength.Draw(pictures.Read(i), rng), pair => restorer.Restore(pair.Picture), Seed);
            foreach (var row in result.Rows)
                output.WriteLine($"{result.Data,-24}{result.Pictures,9}{row.Strength,12}{row.PlainPsnr,10:F2}{row.Psnr,13:F3}{row.Ssim,8:F4}");
            output.WriteLine($"{"",-24}{Stopwatch.GetElapsedTime(started).TotalSeconds,9:F0} s");
        }
    }
}
