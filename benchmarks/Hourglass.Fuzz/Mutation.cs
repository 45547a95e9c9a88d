using Hourglass.Numerics;

namespace Hourglass.Fuzz;

/// <summary>Changes inputs at random, without looking at which branches they take: nothing to install, and more of them in a second than under AFL++.</summary>
internal sealed class Mutation(IReadOnlyList<byte[]> inputs, Rng random)
{
    private const int MostChanges = 8;
    private const int LongestBlock = 64;

    /// <summary>Values at which counts, lengths and signs change.</summary>
    private static readonly byte[] s_edges = [0, 1, 2, 15, 16, 31, 32, 63, 64, 100, 126, 127, 128, 129, 192, 254, 255];

    /// <summary>An input, changed in 1 to 8 places.</summary>
    /// <param name="input">Its place.</param>
    public byte[] Of(int input)
    {
        var bytes = new List<byte>(inputs[input]);
        for (var changes = 1 + random.NextInt(MostChanges); changes > 0; changes--)
            Change(bytes);
        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        // The first byte chooses the reader: it stays.
        if (bytes.Count < 2)
            return;
        var at = 1 + random.NextInt(bytes.Count - 1);
        var length = 1 + random.NextInt(Math.Min(LongestBlock, bytes.Count - at));
        switch (random.NextInt(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.NextInt(8));
                break;
            case 1:
                bytes[at] = (byte)random.NextInt(256);
                break;
            case 2:
                bytes[at] = s_edges[random.NextInt(s_edges.Length)];
                break;
            case 3:
                bytes[at] += (byte)(random.NextInt(33) - 16);
                break;
            case 4:
                bytes.RemoveRange(at, length);
                break;
            case 5:
                bytes.InsertRange(1 + random.NextInt(bytes.Count - 1), bytes.GetRange(at, length));
                break;
            case 6:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                Splice(bytes, at);
                break;
        }
    }

    /// <summary>Goes on as another input of the same reader does from the same place.</summary>
    private void Splice(List<byte> bytes, int at)
    {
        var other = inputs[random.NextInt(inputs.Count)];
        if (other.Length <= at || other[0] != bytes[0])
            return;
        bytes.RemoveRange(at, bytes.Count - at);
        bytes.AddRange(other[at..]);
    }
}
