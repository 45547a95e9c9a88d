using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Outliers.Pictures;

/// <summary>Small filters learned from patches of pictures, without labels, and what they answer in each region of a picture.</summary>
/// <remarks>
/// Patches lose their mean and contrast and are whitened; spherical k-means finds directions that patches lie along, of either sign (Coates and
/// Ng, 2012, "Learning feature representations with k-means"). A region's feature is the root of the summed answers above a threshold, so that
/// a stroke may move inside a region without changing it.
/// <code>
/// x [C, H, W] -> patches [H W, C s s] -> filters -> answers [H W, 2 K] -> regions [2 K, h, w]
/// </code>
/// </remarks>
internal sealed class PatchFilters
{
    /// <summary>The side of a patch, in pixels.</summary>
    public const int Side = 7;

    /// <summary>How many filters are learned, each used with both signs.</summary>
    public const int Count = 32;

    /// <summary>The side of a region, in pixels.</summary>
    public const int Region = 4;

    private const ulong Stream = 0x66696c74; // "filt"
    private const int Samples = 40_000;
    private const int Tries = 4 * Samples;
    private const int Rounds = 10;
    private const float Contrast = 0.01f;
    private const double Ridge = 0.1;
    private const float Threshold = 0.5f;

    private readonly SampleShape _shape;
    private readonly float[] _filters;
    private readonly float[] _offsets;

    private PatchFilters(SampleShape shape, float[] filters, float[] offsets) => (_shape, _filters, _offsets) = (shape, filters, offsets);

    /// <summary>Values of a picture's features.</summary>
    public int Length => 2 * Count * Regions(_shape.Height) * Regions(_shape.Width);

    private int PatchSize => _shape.Channels * Side * Side;

    /// <summary>Learns from patches drawn at random.</summary>
    /// <param name="pictures"><c>[N, C, H, W]</c> in [0, 1], N at least 1.</param>
    /// <param name="shape">The shape of one.</param>
    /// <param name="seed">Names the patches.</param>
    public static PatchFilters Learn(ReadOnlyMemory<float> pictures, SampleShape shape, ulong seed)
    {
        var empty = new PatchFilters(shape, [], []);
        var random = new Rng(seed, Stream);
        var size = empty.PatchSize;
        var patches = empty.Draw(pictures, random);
        var count = patches.Length / size;
        var (mean, whitening) = Whitening(patches, size);
        var white = new float[patches.Length];
        for (var i = 0; i < count; i++)
            TensorPrimitives.Subtract(patches.AsSpan(i * size, size), mean, patches.AsSpan(i * size, size));
        MatrixProduct.Add(patches, whitening, white, count, size, size);
        var directions = Directions(white, size, random);

        // Whitening and directions are one matrix [C s s, K]; the mean moves into the offsets.
        var turned = new float[directions.Length];
        MatrixProduct.Transpose(directions, turned, Count, size);
        var filters = new float[size * Count];
        MatrixProduct.Add(whitening, turned, filters, size, size, Count);
        var offsets = new float[Count];
        MatrixProduct.Add(mean, filters, offsets, 1, size, Count);
        return new PatchFilters(shape, filters, offsets);
    }

    /// <summary>The features of one picture <c>[C, H, W]</c>.</summary>
    /// <param name="picture">In [0, 1].</param>
    /// <param name="features">Room for <see cref="Length"/> values.</param>
    /// <param name="room">Kept between calls of one thread.</param>
    public void Encode(ReadOnlySpan<float> picture, Span<float> features, Room room)
    {
        var (height, width, size) = (_shape.Height, _shape.Width, PatchSize);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                Cut(picture, y - Side / 2, x - Side / 2, room.Patches.AsSpan((y * width + x) * size, size));
        }

        for (var i = 0; i < height * width; i++)
            _offsets.CopyTo(room.Answers.AsSpan(i * Count));
        TensorPrimitives.Negate<float>(room.Answers, room.Answers);
        MatrixProduct.Add(room.Patches, _filters, room.Answers, height * width, size, Count);
        features.Clear();
        var across = Regions(width);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var answers = room.Answers.AsSpan((y * width + x) * Count, Count);
                var region = features.Slice((RegionOf(y, height) * across + RegionOf(x, width)) * 2 * Count, 2 * Count);
                for (var k = 0; k < Count; k++)
                {
                    region[k] += Math.Max(answers[k] - Threshold, 0);
                    region[Count + k] += Math.Max(-answers[k] - Threshold, 0);
                }
            }
        }

        TensorPrimitives.Sqrt<float>(features, features);
    }

    /// <summary>Room for the work on one picture.</summary>
    public Room MakeRoom() => new(_shape.Height * _shape.Width * PatchSize, _shape.Height * _shape.Width * Count);

    private static int Regions(int side) => Math.Max(1, (side + Region / 2) / Region);

    private static int RegionOf(int at, int side) => at * Regions(side) / side;

    /// <summary>A patch without its mean and contrast; black lies outside of the picture.</summary>
    private void Cut(ReadOnlySpan<float> picture, int top, int left, Span<float> patch)
    {
        patch.Clear();
        var (height, width) = (_shape.Height, _shape.Width);
        var (from, to) = (Math.Max(left, 0), Math.Min(left + Side, width));
        for (var channel = 0; channel < _shape.Channels; channel++)
        {
            for (var y = Math.Max(top, 0); y < Math.Min(top + Side, height); y++)
            {
                picture.Slice((channel * height + y) * width + from, to - from)
                    .CopyTo(patch[((channel * Side + y - top) * Side + from - left)..]);
            }
        }

        var mean = TensorPrimitives.Sum<float>(patch) / patch.Length;
        TensorPrimitives.Subtract(patch, mean, patch);
        var variance = TensorPrimitives.SumOfSquares<float>(patch) / patch.Length;
        TensorPrimitives.Multiply(patch, 1 / MathF.Sqrt(variance + Contrast), patch);
    }

    /// <summary>Patches at random places that are not flat; where all are, any.</summary>
    private float[] Draw(ReadOnlyMemory<float> pictures, Rng random)
    {
        var (count, size, kept) = (pictures.Length / _shape.Size, PatchSize, 0);
        var patches = new float[Samples * size];
        for (var tries = 0; tries < Tries && kept < Samples; tries++)
        {
            var picture = pictures.Span.Slice(random.NextInt(count) * _shape.Size, _shape.Size);
            var patch = patches.AsSpan(kept * size, size);
            Cut(picture, At(_shape.Height), At(_shape.Width), patch);
            if (TensorPrimitives.SumOfSquares<float>(patch) > 0.2f * size)
                kept++;
        }

        return patches.AsSpan(0, Math.Max(kept, 1) * size).ToArray();

        int At(int side) => side > Side ? random.NextInt(side - Side + 1) : (side - Side) / 2;
    }

    private static (float[] Mean, float[] Whitening) Whitening(float[] patches, int size)
    {
        var (mean, covariance) = CenteredRows.Covariance(use =>
        {
            var block = new float[PrincipalAxes.RowsAtOnce(size) * size];
            for (var at = 0; at < patches.Length; at += block.Length)
            {
                var some = Math.Min(block.Length, patches.Length - at);
                patches.AsSpan(at, some).CopyTo(block);
                use(block.AsSpan(0, some));
            }
        }, size);
        var (values, vectors) = Symmetric.Decompose(covariance, size);
        for (var i = 0; i < size; i++)
            TensorPrimitives.Multiply(vectors.AsSpan(i * size, size), (float)(1 / Math.Sqrt(Math.Max(values[i], 0) + Ridge)), vectors.AsSpan(i * size, size));
        var whitening = new float[size * size];
        MatrixProduct.Transpose(vectors, whitening, size, size);
        return (mean, whitening);
    }

    /// <summary>Unit vectors <c>[K, D]</c> that white patches lie along, whatever their sign.</summary>
    private static float[] Directions(float[] white, int size, Rng random)
    {
        var count = white.Length / size;
        var directions = new float[Count * size];
        for (var k = 0; k < Count; k++)
            white.AsSpan(random.NextInt(count) * size, size).CopyTo(directions.AsSpan(k * size));
        Normalize(directions, size);
        var (turned, answers) = (new float[directions.Length], new float[count * Count]);
        for (var round = 0; round < Rounds; round++)
        {
            MatrixProduct.Transpose(directions, turned, Count, size);
            answers.AsSpan().Clear();
            MatrixProduct.Add(white, turned, answers, count, size, Count);
            for (var i = 0; i < count; i++)
            {
                var own = answers.AsSpan(i * Count, Count);
                var best = TensorPrimitives.IndexOfMaxMagnitude<float>(own);
                var direction = directions.AsSpan(best * size, size);
                TensorPrimitives.MultiplyAdd(white.AsSpan(i * size, size), own[best], direction, direction);
            }

            Normalize(directions, size);
        }

        return directions;
    }

    private static void Normalize(float[] directions, int size)
    {
        for (var at = 0; at < directions.Length; at += size)
        {
            var direction = directions.AsSpan(at, size);
            TensorPrimitives.Divide(direction, Math.Max(TensorPrimitives.Norm<float>(direction), 1e-12f), direction);
        }
    }

    /// <summary>What one picture needs while it is worked on.</summary>
    public sealed class Room(int patchValues, int answerValues)
    {
        /// <summary>The patches <c>[H W, C s s]</c>.</summary>
        public float[] Patches { get; } = new float[patchValues];

        /// <summary>The answers <c>[H W, K]</c>.</summary>
        public float[] Answers { get; } = new float[answerValues];
    }
}
