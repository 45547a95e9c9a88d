using Hourglass.Numerics;

namespace Hourglass.Data.Known;

/// <summary>Draws one handwritten-looking digit, different for every generator it is given.</summary>
/// <remarks>
/// A way of writing is bent (points moved, then the whole plane by a coarse grid of shifts: the elastic distortion of Simard, Steinkraus and Platt,
/// 2003), made narrow or wide, slanted, turned, centered by its ink as MNIST is, and traced by a round pen of uneven pressure. Only +, -, *, / and square
/// roots are used, which IEEE 754 rounds the same everywhere: the pictures are the same on every machine.
/// </remarks>
internal sealed class DigitPen
{
    /// <summary>The side of the picture.</summary>
    public const int Side = 28;

    private const int StepsPerPoint = 8;
    private const int GridSide = 6;
    private const int SplineWidth = 4;
    private const float MaxPressure = 1.4f;

    private readonly Rng _rng;
    private readonly float _radius;
    private readonly float _edge;
    private readonly List<Dot> _dots = [];

    /// <summary>Takes up a pen, thick or thin, sharp or soft.</summary>
    public DigitPen(Rng rng)
    {
        _rng = rng;
        _radius = Math.Clamp(1.3f + 0.33f * Normal(), 0.7f, 2.2f);
        _edge = rng.NextSingle(0.9f, 1.5f);
    }

    /// <summary>Draws a digit; the outermost pixels stay black.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="picture">28 x 28, white ink (255) on black (0).</param>
    public void Draw(int digit, Span<byte> picture)
    {
        var ways = DigitStrokes.Ways[digit];
        Trace(ways[_rng.NextInt(ways.Count)]);
        Bend();
        Place(isNarrow: digit == 1);
        Paint(picture);
    }

    /// <summary>Lets the pen run through the points of a way, each of them missed a little.</summary>
    private void Trace(Stroke[] way)
    {
        var unsteadiness = _rng.NextSingle(0.01f, 0.04f);
        foreach (var stroke in way)
        {
            var points = new PenPoint[stroke.Points.Length];
            for (var i = 0; i < points.Length; i++)
            {
                // Where points lie close together, they are moved less: the hand is unsteady, but does not shiver.
                var point = stroke.Points[i];
                var neighbor = stroke.Points[i == 0 ? 1 : i - 1];
                var move = unsteadiness * Math.Min(1, 2 * Distance(neighbor.X - point.X, neighbor.Y - point.Y));
                points[i] = point with { X = point.X + move * Normal(), Y = point.Y + move * Normal() };
            }

            for (var i = 0; i + 1 < points.Length; i++)
            {
                var before = i == 0 || points[i].IsCorner ? points[i] : points[i - 1];
                var after = i + 2 == points.Length || points[i + 1].IsCorner ? points[i + 1] : points[i + 2];
                var last = i + 2 == points.Length;
                for (var step = 0; step < StepsPerPoint + (last ? 1 : 0); step++)
                {
                    var t = (float)step / StepsPerPoint;
                    _dots.Add(new Dot(
                        Spline(before.X, points[i].X, points[i + 1].X, after.X, t), Spline(before.Y, points[i].Y, points[i + 1].Y, after.Y, t), 1,
                        IsLast: last && step == StepsPerPoint));
                }
            }
        }
    }

    /// <summary>Shifts the plane smoothly, and varies the pressure along the way.</summary>
    private void Bend()
    {
        Span<float> shiftsX = stackalloc float[GridSide * GridSide], shiftsY = stackalloc float[GridSide * GridSide];
        var strength = _rng.NextSingle(0.02f, 0.14f);
        for (var i = 0; i < shiftsX.Length; i++)
            (shiftsX[i], shiftsY[i]) = (strength * Normal(), strength * Normal());
        Span<float> pressure = stackalloc float[GridSide * GridSide];
        for (var i = 0; i < pressure.Length; i++)
            pressure[i] = 0.3f * Normal();
        for (var i = 0; i < _dots.Count; i++)
        {
            var dot = _dots[i];
            _dots[i] = dot with
            {
                X = dot.X + OnGrid(shiftsX, dot.X, dot.Y),
                Y = dot.Y + OnGrid(shiftsY, dot.X, dot.Y),
                Pressure = Math.Clamp(1 + OnGrid(pressure, dot.X, dot.Y), 0.6f, MaxPressure),
            };
        }
    }

    /// <summary>Brings the digit from the unit square into the picture: size, proportions, slant, turn, and its middle to the middle.</summary>
    private void Place(bool isNarrow)
    {
        var height = _rng.NextSingle(17.5f, 20.5f);
        var width = height * (isNarrow ? _rng.NextSingle(0.5f, 0.8f) : Math.Clamp(0.8f + 0.13f * Normal(), 0.5f, 1.15f));
        var slant = Math.Clamp(0.18f + 0.23f * Normal(), -0.4f, 0.8f);
        // The cosine and sine of a small angle without either: t is about half of it.
        var t = Math.Clamp(0.05f * Normal(), -0.13f, 0.13f);
        var (cos, sin) = ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t));
        for (var i = 0; i < _dots.Count; i++)
        {
            var (x, y) = (width * (_dots[i].X - 0.5f), height * (_dots[i].Y - 0.5f));
            x -= slant * y;
            _dots[i] = _dots[i] with { X = cos * x - sin * y, Y = sin * x + cos * y };
        }

        Center();
    }

    private void Center()
    {
        float sumX = 0, sumY = 0, sum = 0, left = float.MaxValue, top = float.MaxValue, right = float.MinValue, bottom = float.MinValue;
        for (var i = 0; i < _dots.Count; i++)
        {
            var dot = _dots[i];
            (left, right, top, bottom) = (Math.Min(left, dot.X), Math.Max(right, dot.X), Math.Min(top, dot.Y), Math.Max(bottom, dot.Y));
            if (dot.IsLast || i + 1 == _dots.Count)
                continue;
            var length = Distance(_dots[i + 1].X - dot.X, _dots[i + 1].Y - dot.Y);
            (sumX, sumY, sum) = (sumX + length * dot.X, sumY + length * dot.Y, sum + length);
        }

        var margin = 1 + MaxPressure * _radius + _edge / 2;
        var shrink = Math.Min(1, (Side - 2 * margin) / Math.Max(right - left, bottom - top));
        var (shiftX, shiftY) = (Inside(sumX / sum, left, right), Inside(sumY / sum, top, bottom));
        for (var i = 0; i < _dots.Count; i++)
            _dots[i] = _dots[i] with { X = shrink * _dots[i].X + shiftX, Y = shrink * _dots[i].Y + shiftY };

        // The middle of the ink comes to the middle of the picture, as far as the ends stay inside.
        float Inside(float middle, float low, float high) =>
            Math.Max(margin - shrink * low, Math.Min(Side - margin - shrink * high, Side / 2f - shrink * middle));
    }

    private void Paint(Span<byte> picture)
    {
        var ink = _rng.NextSingle(232, 275);
        Span<float> cover = stackalloc float[Side * Side];
        cover.Clear();
        for (var i = 0; i + 1 < _dots.Count; i++)
        {
            if (!_dots[i].IsLast)
                Sweep(cover, _dots[i], _dots[i + 1]);
        }

        for (var i = 0; i < cover.Length; i++)
        {
            var soft = cover[i] * cover[i] * (3 - 2 * cover[i]);
            var grain = 1 + 0.035f * Normal();
            picture[i] = (byte)Math.Clamp(soft * ink * grain + 0.5f, 0, 255);
        }
    }

    /// <summary>Covers the pixels that a round pen touches between two dots.</summary>
    private void Sweep(Span<float> cover, Dot from, Dot to)
    {
        var reach = _radius * Math.Max(from.Pressure, to.Pressure) + _edge;
        var (firstX, lastX) = Pixels(from.X, to.X, reach);
        var (firstY, lastY) = Pixels(from.Y, to.Y, reach);
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var squared = Math.Max(dx * dx + dy * dy, 1e-6f);
        for (var y = firstY; y <= lastY; y++)
        {
            for (var x = firstX; x <= lastX; x++)
            {
                var (px, py) = (x + 0.5f - from.X, y + 0.5f - from.Y);
                var along = Math.Clamp((px * dx + py * dy) / squared, 0, 1);
                var distance = Distance(px - along * dx, py - along * dy);
                var here = _radius * (from.Pressure + along * (to.Pressure - from.Pressure));
                ref var value = ref cover[y * Side + x];
                value = Math.Max(value, Math.Clamp((here + _edge / 2 - distance) / _edge, 0, 1));
            }
        }
    }

    private static (int First, int Last) Pixels(float a, float b, float reach) =>
        (Math.Max(0, (int)(Math.Min(a, b) - reach)), Math.Min(Side - 1, (int)(Math.Max(a, b) + reach)));

    private static float Distance(float x, float y) => MathF.Sqrt(x * x + y * y);

    /// <summary>The curve of Catmull and Rom (1974) between <paramref name="b"/> and <paramref name="c"/>.</summary>
    private static float Spline(float a, float b, float c, float d, float t) =>
        b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));

    /// <summary>The smooth surface over the unit square that values on a grid pull up and down: a cubic B-spline.</summary>
    private static float OnGrid(ReadOnlySpan<float> grid, float x, float y)
    {
        Span<float> across = stackalloc float[SplineWidth], down = stackalloc float[SplineWidth];
        var (column, row) = (Weights(x, across), Weights(y, down));
        var sum = 0f;
        for (var i = 0; i < SplineWidth; i++)
        {
            for (var j = 0; j < SplineWidth; j++)
                sum += down[i] * across[j] * grid[(row + i) * GridSide + column + j];
        }

        return sum;

        static int Weights(float place, Span<float> weights)
        {
            const int Cells = GridSide - SplineWidth + 1;
            var scaled = Math.Clamp(place, 0, 1) * Cells;
            var cell = Math.Min((int)scaled, Cells - 1);
            var (t, u) = (scaled - cell, 1 - (scaled - cell));
            weights[0] = u * u * u / 6;
            weights[1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
            weights[2] = (4 - 6 * u * u + 3 * u * u * u) / 6;
            weights[3] = t * t * t / 6;
            return cell;
        }
    }

    /// <summary>Nearly normal, of variance 1 and never beyond 3.5: the sum of four even draws (Irwin and Hall, 1927), exact on every machine.</summary>
    private float Normal() => 1.7320508f * (_rng.NextSingle() + _rng.NextSingle() + _rng.NextSingle() + _rng.NextSingle() - 2);

    private readonly record struct Dot(float X, float Y, float Pressure, bool IsLast);
}
