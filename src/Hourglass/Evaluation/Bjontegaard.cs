namespace Hourglass.Evaluation;

/// <summary>How much less one format takes than another at the same quality.</summary>
/// <remarks>
/// G. Bjontegaard, "Calculation of average PSNR differences between RD-curves" (VCEG-M33, 2001), with the monotone piecewise cubic of F. N.
/// Fritsch and R. E. Carlson (1980) in place of one polynomial, as is usual since 2009: it cannot swing between points.
/// </remarks>
internal static class Bjontegaard
{
    private const int Parts = 1000;

    /// <summary>The mean change of the rate over the qualities that both curves reach; -0.3 is 30 % less. NaN where there are none.</summary>
    /// <param name="curve">The curve that is judged.</param>
    /// <param name="anchor">What it is compared with.</param>
    public static double Rate(RateCurve curve, RateCurve anchor)
    {
        var (a, b) = (curve.Front(), anchor.Front());
        if (a.Count < 2 || b.Count < 2)
            return double.NaN;
        var (low, high) = (Math.Max(a[0].Psnr, b[0].Psnr), Math.Min(a[^1].Psnr, b[^1].Psnr));
        if (low >= high)
            return double.NaN;
        var (own, other) = (new Interpolation(a), new Interpolation(b));
        var sum = 0.0;
        for (var i = 0; i < Parts; i++)
        {
            var psnr = low + ((high - low) * (i + 0.5) / Parts);
            sum += own.At(psnr) - other.At(psnr);
        }

        return Math.Exp(sum / Parts) - 1;
    }

    /// <summary>The logarithm of the rate as a function of the quality.</summary>
    private sealed class Interpolation
    {
        private readonly double[] _x;
        private readonly double[] _y;
        private readonly double[] _slopes;

        public Interpolation(IReadOnlyList<QualityPoint> points)
        {
            _x = [.. points.Select(point => point.Psnr)];
            _y = [.. points.Select(point => Math.Log(point.BitsPerSample))];
            var secants = Enumerable.Range(0, _x.Length - 1).Select(i => (_y[i + 1] - _y[i]) / (_x[i + 1] - _x[i])).ToArray();
            _slopes = new double[_x.Length];
            (_slopes[0], _slopes[^1]) = (secants[0], secants[^1]);
            for (var i = 1; i < secants.Length; i++)
            {
                var (before, after) = (_x[i] - _x[i - 1], _x[i + 1] - _x[i]);
                var (left, right) = ((2 * after) + before, after + (2 * before));
                // The harmonic mean: no steeper than the flatter side allows.
                _slopes[i] = secants[i - 1] * secants[i] <= 0 ? 0 : (left + right) / ((left / secants[i - 1]) + (right / secants[i]));
            }
        }

        public double At(double x)
        {
            var i = 0;
            while (i < _x.Length - 2 && x > _x[i + 1])
                i++;
            var width = _x[i + 1] - _x[i];
            var t = (x - _x[i]) / width;
            return (_y[i] * (1 + (2 * t)) * (1 - t) * (1 - t)) + (_slopes[i] * width * t * (1 - t) * (1 - t))
                + (_y[i + 1] * t * t * (3 - (2 * t))) + (_slopes[i + 1] * width * t * t * (t - 1));
        }
    }
}
