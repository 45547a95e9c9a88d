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
    default:
        Fuzzer.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            Attempt.Run(input.ToArray());
        });
        break;
}
