using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Outliers.Labels;

/// <summary>How badly each label's own linear autoencoder rebuilds each sample: class-conditional reconstruction.</summary>
/// <remarks>
/// One principal component analysis for each label (Pearson, 1901; CLAFIC, Watanabe 1967), in each of two halves of the data, used on the other
/// half: no sample is judged by a fit that saw it. Samples count as much as they are believed to have the label.
/// </remarks>
internal static class ClassSubspaces
{
    /// <summary>The most components of a label.</summary>
    public const int MostComponents = 40;

    /// <summary>How many independent values an error is taken for; its likelihood at an unknown scale is then its power to minus half of them.</summary>
    public const int Freedom = 20;

    private const int Halves = 2;
    private const float Negligible = 1e-3f;
    private const float Tiny = 1e-12f;

    /// <summary>The logarithm of the likelihood that the squared error has, up to a constant for each sample, <c>[N, K]</c>.</summary>
    /// <param name="codes"><c>[N, n]</c>.</param>
    /// <param name="codeLength">n.</param>
    /// <param name="beliefs">How likely each sample has each label, <c>[N, K]</c>.</param>
    /// <param name="labels">K.</param>
    /// <param name="threads">How many work.</param>
    /// <param name="cancellation">Stops.</param>
    public static float[] Fit(float[] codes, int codeLength, float[] beliefs, int labels, int threads, CancellationToken cancellation = default)
    {
        var count = codes.Length / codeLength;
        var fits = new float[count * labels];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        Parallel.For(0, Halves * labels, options, job =>
        {
            var (half, label) = (job % Halves, job / Halves);
            var members = Enumerable.Range(0, count).Where(i => i % Halves != half && beliefs[i * labels + label] > Negligible).ToArray();
            var judge = Judge.Of(codes, codeLength, members, i => beliefs[i * labels + label]);
            judge.Apply(codes, Enumerable.Range(0, count).Where(i => i % Halves == half).ToArray(),
                (i, error) => fits[i * labels + label] = -0.5f * Freedom * MathF.Log(error + Tiny));
        });
        return fits;
    }

    /// <summary>The mean and the components of one label.</summary>
    private sealed class Judge
    {
        private const int RowsAtOnce = 512;

        private readonly float[] _mean;
        private readonly float[] _components;
        private readonly int _kept;

        private Judge(float[] mean, float[] components, int kept) => (_mean, _components, _kept) = (mean, components, kept);

        public static Judge Of(float[] codes, int size, int[] members, Func<int, float> weightOf)
        {
            var (mean, weight) = (new float[size], 0f);
            foreach (var i in members)
            {
                weight += weightOf(i);
                TensorPrimitives.MultiplyAdd(codes.AsSpan(i * size, size), weightOf(i), mean, mean);
            }

            if (weight > 0)
                TensorPrimitives.Divide(mean, weight, mean);
            var kept = (int)Math.Min(Math.Min(MostComponents, size / 2), weight / 4);
            if (kept < 1)
                return new Judge(mean, [], 0);
            var (rows, room) = (new float[members.Length * size], new float[members.Length * size]);
            for (var m = 0; m < members.Length; m++)
            {
                var row = rows.AsSpan(m * size, size);
                TensorPrimitives.Subtract(codes.AsSpan(members[m] * size, size), mean, row);
                TensorPrimitives.Multiply(row, MathF.Sqrt(weightOf(members[m])), row);
            }

            var gram = new float[size * size];
            MatrixProduct.AddGram(rows, room, gram, members.Length, size);
            var vectors = Symmetric.Decompose(gram, size).Vectors.AsSpan(0, kept * size);
            var components = new float[kept * size];
            MatrixProduct.Transpose(vectors, components, kept, size);
            return new Judge(mean, components, kept);
        }

        public void Apply(float[] codes, int[] asked, Action<int, float> tell)
        {
            var size = _mean.Length;
            var (rows, places) = (new float[RowsAtOnce * size], new float[RowsAtOnce * _kept]);
            for (var first = 0; first < asked.Length; first += RowsAtOnce)
            {
                var some = Math.Min(RowsAtOnce, asked.Length - first);
                for (var i = 0; i < some; i++)
                    TensorPrimitives.Subtract(codes.AsSpan(asked[first + i] * size, size), _mean, rows.AsSpan(i * size, size));
                var place = places.AsSpan(0, some * _kept);
                place.Clear();
                if (_kept > 0)
                    MatrixProduct.Add(rows.AsSpan(0, some * size), _components, place, some, size, _kept);
                for (var i = 0; i < some; i++)
                {
                    var error = TensorPrimitives.SumOfSquares<float>(rows.AsSpan(i * size, size)) - TensorPrimitives.SumOfSquares<float>(place.Slice(i * _kept, _kept));
                    tell(asked[first + i], Math.Max(error, 0));
                }
            }
        }
    }
}
