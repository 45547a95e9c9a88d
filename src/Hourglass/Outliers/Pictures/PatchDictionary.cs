using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Outliers.Pictures;

/// <summary>Small windows seen on normal pictures, in all turns; how far the nearest is says how strange a place is.</summary>
/// <remarks>
/// The windows are so small that they recur on pictures whose whole layout is new. They are kept as codes on principal axes, and of many
/// candidates those are kept that are farthest from what is there already: rare forms stay, common ones are not kept again (a greedy cover, as in
/// PatchCore's coreset: Roth and others, 2022, arXiv 2106.08265).
/// </remarks>
internal sealed class PatchDictionary
{
    private const ulong Stream = 0x64696374; // "dict"
    private const int CodeLength = 32;
    private const int MostEntries = 20_000;
    private const int FirstEntries = 2_000;
    private const int MostCandidates = 80_000;
    private const int PixelsForCandidate = 36;
    private const int CandidatesAtOnce = 500;
    private const int AxesFromEvery = 5;
    private const int Turns = 8;
    private const int Tries = 12;
    private const float Flat = 0.1f;

    private readonly PatchWindows _windows;
    private float[] _mean = [];
    private float[] _turnedAxes = [];
    private float[] _entries = [];

    private PatchDictionary(PatchWindows windows) => _windows = windows;

    /// <summary>Learns from normal pictures, already made smaller.</summary>
    public static PatchDictionary Learn(IReadOnlyList<float[]> small, PatchWindows windows, ulong seed, int threads, CancellationToken cancellation)
    {
        var dictionary = new PatchDictionary(windows);
        var candidates = Math.Min(MostCandidates, (long)small.Count * windows.Shape.Height * windows.Shape.Width / PixelsForCandidate);
        var chunks = (int)Math.Max(2, candidates / CandidatesAtOnce);
        float[] Drawn(int chunk) => dictionary.Draw(small, chunk * CandidatesAtOnce, new Rng(seed, Stream + (ulong)chunk));
        dictionary.FindAxes(Enumerable.Range(0, (chunks + AxesFromEvery - 1) / AxesFromEvery).Select(i => Drawn(i * AxesFromEvery)), seed);
        var first = dictionary.Encode(Drawn(0), threads).AsSpan();
        dictionary._entries = first[..(Math.Min(FirstEntries, first.Length / CodeLength) * CodeLength)].ToArray();
        for (var chunk = 1; chunk < chunks; chunk++)
        {
            cancellation.ThrowIfCancellationRequested();
            dictionary.AddFarthest(dictionary.Encode(Drawn(chunk), threads), (MostEntries - FirstEntries) / (chunks - 1), threads);
        }

        return dictionary;
    }

    /// <summary>How far each place of a grid is from all that was seen.</summary>
    /// <param name="small">The picture, made smaller.</param>
    /// <param name="step">The distance between places, in pixels of the smaller picture.</param>
    /// <param name="columns">Places in a row.</param>
    /// <param name="rows">Rows of places.</param>
    public float[] Map(float[] small, int step, int columns, int rows)
    {
        var size = _windows.Length;
        var (windows, places, plain) = (new List<float>(), new List<int>(), new Dictionary<float, int>());
        var (window, sameAs) = (new float[size], new Dictionary<int, int>());
        for (var i = 0; i < rows * columns; i++)
        {
            var deviation = _windows.Cut(small, i / columns * step, i % columns * step, window);
            if (deviation == 0 && plain.TryGetValue(window[0], out var before))
            {
                sameAs[i] = before;
                continue;
            }

            if (deviation == 0)
                plain[window[0]] = i;
            places.Add(i);
            windows.AddRange(window);
        }

        var map = new float[rows * columns];
        var distances = Nearest(Encode([.. windows], 1), 1);
        for (var i = 0; i < distances.Length; i++)
            map[places[i]] = distances[i];
        foreach (var (place, before) in sameAs)
            map[place] = map[before];
        return map;
    }

    /// <summary>Windows at random places in all turns; most of them where there is something to see.</summary>
    private float[] Draw(IReadOnlyList<float[]> small, int number, Rng random)
    {
        var (size, shape) = (_windows.Length, _windows.Shape);
        var (window, drawn) = (new float[size], new float[CandidatesAtOnce * Turns * size]);
        for (var i = 0; i < CandidatesAtOnce; i++)
        {
            var picture = small[(number + i) % small.Count];
            var tries = i % 20 == 0 ? 1 : Tries;
            while (_windows.Cut(picture, random.NextInt(shape.Height), random.NextInt(shape.Width), window) < Flat && --tries > 0)
            {
            }

            _windows.TurnAll(window, drawn.AsSpan(i * Turns * size, Turns * size));
        }

        return drawn;
    }

    private void FindAxes(IEnumerable<float[]> chunks, ulong seed)
    {
        var size = _windows.Length;
        (_mean, var axes) = PrincipalAxes.Find(use =>
        {
            var most = PrincipalAxes.RowsAtOnce(size) * size;
            foreach (var chunk in chunks)
            {
                for (var at = 0; at < chunk.Length; at += most)
                    use(chunk.AsSpan(at, Math.Min(most, chunk.Length - at)).ToArray());
            }
        }, size, Math.Min(CodeLength, size), seed);
        _turnedAxes = new float[axes.Length];
        MatrixProduct.Transpose(axes, _turnedAxes, axes.Length / size, size);
    }

    private float[] Encode(float[] windows, int threads)
    {
        const int atOnce = 1024;
        var (size, count, length) = (_windows.Length, windows.Length / _windows.Length, _turnedAxes.Length / _windows.Length);
        var codes = new float[count * length];
        Parallel.For(0, (count + atOnce - 1) / atOnce, new ParallelOptions { MaxDegreeOfParallelism = threads }, block =>
        {
            var (first, some) = (block * atOnce, Math.Min(atOnce, count - block * atOnce));
            var centered = new float[some * size];
            for (var i = 0; i < some; i++)
                TensorPrimitives.Subtract(windows.AsSpan((first + i) * size, size), _mean, centered.AsSpan(i * size, size));
            MatrixProduct.Add(centered, _turnedAxes, codes.AsSpan(first * length, some * length), some, size, length);
        });
        return codes;
    }

    private void AddFarthest(float[] codes, int count, int threads)
    {
        var length = _turnedAxes.Length / _windows.Length;
        var distances = Nearest(codes, threads);
        var farthest = Enumerable.Range(0, distances.Length).OrderByDescending(i => distances[i]).ThenBy(i => i).Take(count);
        _entries = [.. _entries, .. farthest.SelectMany(i => codes[(i * length)..((i + 1) * length)])];
    }

    /// <summary>The distance of each code to the nearest entry.</summary>
    private float[] Nearest(float[] codes, int threads)
    {
        const int atOnce = 1024;
        var length = _turnedAxes.Length / _windows.Length;
        var count = codes.Length / length;
        var distances = new float[count];
        Parallel.For(0, (count + atOnce - 1) / atOnce, new ParallelOptions { MaxDegreeOfParallelism = threads }, block =>
        {
            var (first, some) = (block * atOnce, Math.Min(atOnce, count - block * atOnce));
            var found = NearestNeighbors.Find(_entries, codes.AsSpan(first * length, some * length), length, 1);
            for (var i = 0; i < some; i++)
                distances[first + i] = TensorPrimitives.Distance<float>(codes.AsSpan((first + i) * length, length), _entries.AsSpan(found[i] * length, length));
        });
        return distances;
    }
}
