using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Tests.Data;

/// <summary>A folder for the files of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hourglass-test-").FullName;

    public string Write(string name, byte[] content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes a grey or RGB picture whose values depend on the seed; its first value is the seed itself.</summary>
    public string WritePicture(string name, ulong seed, int width = 8, int height = 8, int channels = 1) =>
        Write(name, Png.Encode(width, height, channels, Values(seed, width * height * channels)));

    public static byte[] Values(ulong seed, int count)
    {
        var rng = new Rng(seed);
        var values = new byte[count];
        for (var i = 0; i < count; i++)
            values[i] = (byte)rng.NextInt(256);
        values[0] = (byte)seed;
        return values;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
