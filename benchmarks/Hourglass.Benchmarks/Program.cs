using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Hourglass.Benchmarks;
using Hourglass.Benchmarks.Codes;
using Hourglass.Benchmarks.Outliers;
using Hourglass.Benchmarks.Restoring;
using Hourglass.Benchmarks.Texts;
using Perfolizer.Horology;

switch (args)
{
    case ["arrays", var folder]:
        ArrayTable.Print(folder, Console.Out);
        return;
    case ["picture", var archive, var name]:
        OnePicture.Print(archive, name, Console.Out);
        return;
    case ["denoising", var model, .. var pictures]:
        DenoisingTable.Print(model, pictures, threads: 2, Console.Out);
        return;
    case ["outliers", var folder, .. var seeds]:
        OutlierFigures.Print(folder, [.. seeds.Select(seed => ulong.Parse(seed, CultureInfo.InvariantCulture))], threads: 2, Console.Out);
        return;
    case ["summaries", var folder]:
        SummaryTable.Print(folder, Console.Out);
        return;
    case ["texts", var folder, .. var models]:
        CodeTable.Print(folder, models, Console.Out);
        return;
    case ["text-faults", var folder, .. var models]:
        FaultTable.Print(folder, models, Console.Out);
        return;
    case ["words", var corpus, var tests, var seeds]:
        WordTable.Print(corpus, tests, int.Parse(seeds, CultureInfo.InvariantCulture), Console.Out);
        return;
    case ["drawn-table", var path, var rows, var columns]:
        DrawnTable.Write(path, int.Parse(rows, CultureInfo.InvariantCulture), int.Parse(columns, CultureInfo.InvariantCulture));
        return;
    case ["codes", .. var rest]:
        CodesFigures.Run(rest);
        return;
}

// In this process: a generated project would copy libtorch once more and know nothing of the lock files. Short but many iterations, since
// what shares the machine comes and goes.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
    .WithWarmupCount(3).WithIterationCount(15).WithIterationTime(TimeInterval.FromMilliseconds(150));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
