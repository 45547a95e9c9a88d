// Packs a file or folder into one archive, every bit exact, and takes it out again:
//   dotnet run examples/pack.cs -- photos/ photos.hga back/
#:project ../src/Hourglass/Hourglass.csproj
#:property PublishAot=false
using Hourglass.Archives;

if (args.Length != 3)
{
    Console.Error.WriteLine("usage: dotnet run examples/pack.cs -- DATA ARCHIVE FOLDER");
    return 2;
}

// Without Hourglass.Training nothing is learned, and adaptive contexts do the work.
var report = ArchivePacker.Pack(args[0], args[1], new PackOptions { Effort = 2 });
Console.WriteLine(FormattableString.Invariant($"{report.Files} files, {report.InputBytes} bytes into {report.ArchiveBytes}"));

using var archive = Archive.Open(args[1]);
foreach (var entry in archive.Entries.Take(5))
    Console.WriteLine($"{entry.Name}: {entry.Bytes} bytes, packed {entry.PackedBytes}");
archive.Unpack(args[2]);
Console.WriteLine($"all is in {args[2]} again");
return 0;
