using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Pixels;

/// <summary>The values that occur at all in a chunk. When they are few, their ranks are coded in their stead.</summary>
internal sealed class Palette
{
    private readonly bool[] _used;
    private ushort[] _values = [];

    /// <summary>A palette to be decoded.</summary>
    /// <param name="levels">How many values a sample can take.</param>
    public Palette(int levels) => _used = new bool[levels];

    /// <summary>How many values there are: the levels of the mapped pictures.</summary>
    public int Count => Math.Max(2, _values.Length);

    /// <summary>The values of pictures; all of them unless fewer than half occur.</summary>
    public static Palette Of(IReadOnlyList<Raster> pictures)
    {
        var palette = new Palette(pictures[0].Levels);
        foreach (var picture in pictures)
        {
            foreach (var sample in picture.Samples)
                palette._used[sample] = true;
        }

        if (palette._used.Count(used => used) > palette._used.Length / 2)
            Array.Fill(palette._used, true);
        palette.Settle();
        return palette;
    }

    /// <summary>Codes which values occur.</summary>
    public void Code<TCoder>(ref TCoder coder)
        where TCoder : struct, IBinaryCoder
    {
        var states = new uint[2];
        Array.Fill(states, AdaptiveBits.Even);
        var before = 1;
        for (var value = 0; value < _used.Length; value++)
        {
            ref var state = ref states[before];
            before = coder.Code(_used[value] ? 1 : 0, Math.Clamp(AdaptiveBits.Probability(state), 1, 65535));
            AdaptiveBits.Update(ref state, before, 255);
            _used[value] = before != 0;
        }

        Settle();
    }

    /// <summary>The pictures with ranks for values.</summary>
    public IReadOnlyList<Raster> Map(IReadOnlyList<Raster> pictures)
    {
        if (_values.Length == _used.Length)
            return pictures;
        var ranks = new ushort[_used.Length];
        for (var rank = 0; rank < _values.Length; rank++)
            ranks[_values[rank]] = (ushort)rank;
        return [.. pictures.Select(Mapped)];

        Raster Mapped(Raster picture)
        {
            var mapped = new Raster(picture.Width, picture.Height, picture.Channels, Count);
            for (var i = 0; i < mapped.Samples.Length; i++)
                mapped.Samples[i] = ranks[picture.Samples[i]];
            return mapped;
        }
    }

    /// <summary>Puts values in the place of ranks. A rank that no encoder writes becomes the largest value.</summary>
    public void Unmap(IReadOnlyList<Raster> pictures)
    {
        if (_values.Length == _used.Length)
            return;
        foreach (var picture in pictures)
        {
            foreach (ref var sample in picture.Samples.AsSpan())
                sample = _values.Length == 0 ? (ushort)0 : _values[Math.Min(sample, _values.Length - 1)];
        }
    }

    private void Settle() => _values = [.. Enumerable.Range(0, _used.Length).Where(value => _used[value]).Select(value => (ushort)value)];
}
