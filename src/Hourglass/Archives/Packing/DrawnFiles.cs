using System.Buffers.Binary;
using Hourglass.Data;

namespace Hourglass.Archives.Packing;

/// <summary>The digits that the program draws, as files like MNIST's.</summary>
internal static class DrawnFiles
{
    /// <summary>Names and bytes.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Of(KnownDataSet set)
    {
        foreach (var (part, prefix) in new[] { (DataPart.Test, "t10k"), (DataPart.Train, "train") })
        {
            using var data = DataSets.Open(set.Id, part);
            var sample = new float[data.Shape.Size];
            var pixels = Header(data.Count, data.Shape.Height, data.Shape.Width);
            for (var i = 0; i < data.Count; i++)
            {
                data.Read(i, sample);
                pixels.AddRange(sample.Select(value => (byte)value));
            }

            var labels = Header(data.Count);
            labels.AddRange(data.Labels()!.Select(label => (byte)label));
            yield return ($"{prefix}-images-idx3-ubyte", [.. pixels]);
            yield return ($"{prefix}-labels-idx1-ubyte", [.. labels]);
        }
    }

    private static List<byte> Header(params IReadOnlyList<int> shape)
    {
        var header = new byte[4 + (shape.Count * sizeof(int))];
        (header[2], header[3]) = (0x08, (byte)shape.Count);
        for (var i = 0; i < shape.Count; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (i * sizeof(int))), shape[i]);
        return [.. header];
    }
}
