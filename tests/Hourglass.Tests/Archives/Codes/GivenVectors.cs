using Hourglass.Archives;
using Hourglass.Archives.Codes;
using Hourglass.Numerics;

namespace Hourglass.Tests.Archives.Codes;

/// <summary>Codes that follow a rule in the place of learned ones: the first, the middle and the last sample of a picture.</summary>
internal static class GivenVectors
{
    public static readonly LatentRange[] Ranges = [new(0, 256), new(0, 256), new(0, 256)];

    /// <summary>Packs with such codes beside the pictures.</summary>
    public static readonly PackOptions Beside = Box.Quick with { CodeLength = 3, Search = Search };

    public static short[] CodeOf(IEnumerable<int> samples)
    {
        int[] all = [.. samples];
        return [(short)all[0], (short)all[all.Length / 2], (short)all[^1]];
    }

    public static VectorCodec Codec(int channels, int width, int height) => new(
        256, Ranges, VectorCodecTests.Decoder(new Rng(2), width, height, channels),
        pictures => [.. pictures.Select(picture => CodeOf(picture.Samples.Select(sample => (int)sample)))]);

    private static CodeSearchResult Search(
        PictureSet pictures, PackOptions options, IProgress<Hourglass.Data.DataProgress>? progress, CancellationToken cancellation)
    {
        var first = pictures.Read(0, 1)[0];
        return new CodeSearchResult(Codec(first.Channels, first.Width, first.Height), new RatePoint("given", 1, 1, 1, 20, 1, 0), []);
    }
}
