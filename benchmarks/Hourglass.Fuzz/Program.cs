using System.Globalization;
using Hourglass.Fuzz;
using SharpFuzz;

switch (args)
{
    case ["seeds", var archives, var folder]:
        Seeds.Write(archives, folder);
        break;
    case ["try", .. var files]:
        foreach (var file in files)
            Console.WriteLine($"{file}: {Attempt.Describe(File.ReadAllBytes(file))}");
        break;
    case ["mutate", var folder, var seconds, var seed, var found]:
        return MutationRun.Run(folder, double.Parse(seconds, CultureInfo.InvariantCulture), ulong.Parse(seed, CultureInfo.InvariantCulture), found) > 0 ? 1 : 0;
    default:
        Fuzzer.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            Attempt.Run(input.ToArray());
        });
        break;
}

return 0;
