using System.IO.Compression;
using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Tests.Evaluation;

/// <summary>Samples for the tests of this folder.</summary>
internal static class Given
{
    /// <summary>Normal numbers; the same for the same stream.</summary>
    public static float[] Normals(int count, ulong stream = 0)
    {
        var random = new Rng(7, stream);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }

    /// <summary>Rows <c>[count, size]</c> that vary along a few random directions, with some noise and a mean far from zero.</summary>
    public static float[] LowRankRows(int count, int size, int rank, ulong stream = 0)
    {
        var (directions, noise) = (Normals(rank * size, stream + 1), Normals(count * size, stream + 2));
        var places = Normals(count * rank, stream + 3);
        var rows = new float[count * size];
        for (var i = 0; i < rows.Length; i++)
        {
            var (row, column) = (i / size, i % size);
            rows[i] = 5 + 0.02f * noise[i];
            for (var k = 0; k < rank; k++)
                rows[i] += places[row * rank + k] * directions[k * size + column] / (k + 1);
        }

        return rows;
    }

    /// <summary>A data set in memory.</summary>
    public static DataSet InMemory(float[] rows, SampleShape shape, int[]? labels = null) => new(new Rows(rows, shape.Size), labels)
    {
        Name = "rows",
        Count = rows.Length / shape.Size,
        Shape = shape,
        LabelNames = labels is null ? [] : [.. Enumerable.Range(0, labels.Max() + 1).Select(label => $"{label}")],
    };

    /// <summary>One part of MNIST, <c>train</c> or <c>t10k</c>; the test is skipped where HOURGLASS_DATA does not lead to it.</summary>
    public static (DataSet Data, int[] Labels) Mnist(string part)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("HOURGLASS_DATA") ?? "", "mnist");
        var images = Path.Combine(folder, $"{part}-images-idx3-ubyte.gz");
        Assert.SkipUnless(File.Exists(images), "HOURGLASS_DATA does not name a folder with mnist/.");
        var labels = Unpacked(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"))[8..].Select(label => (int)label).ToArray();
        var data = new DataSet(new Bytes(Unpacked(images), 16, 784), labels) { Name = "mnist", Count = labels.Length, Shape = new(1, 28, 28) };
        return (data, labels);
    }

    private static byte[] Unpacked(string file)
    {
        using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private sealed class Rows(float[] values, int size) : IDataSource
    {
        public void Read(int index, Span<float> destination) => values.AsSpan(index * size, size).CopyTo(destination);

        public void Dispose()
        {
        }
    }

    private sealed class Bytes(byte[] values, int start, int size) : IDataSource
    {
        public void Read(int index, Span<float> destination)
        {
            for (var i = 0; i < size; i++)
                destination[i] = values[start + index * size + i];
        }

        public void Dispose()
        {
        }
    }
}
