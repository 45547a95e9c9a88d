namespace Hourglass.Data.Images;

/// <summary>Brings pictures to another size by cubic convolution (Keys, 1981, a = -1/2), widened by the factor when shrinking; borders are mirrored.</summary>
internal static class Bicubic
{
    private const double A = -0.5;

    /// <summary>The picture at another size; not clipped.</summary>
    public static Planes Resize(Planes picture, int height, int width)
    {
        var (down, across) = (Taps.Of(picture.Height, height), Taps.Of(picture.Width, width));
        var (rows, resized) = (new Planes(picture.Channels, height, picture.Width), new Planes(picture.Channels, height, width));
        for (var channel = 0; channel < picture.Channels; channel++)
        {
            for (var y = 0; y < height; y++)
            {
                var line = rows.Row(channel, y);
                for (var i = 0; i < down.Count; i++)
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(picture.Row(channel, down.Place(y, i)), down.Weight(y, i), line, line);
                var into = resized.Row(channel, y);
                for (var x = 0; x < width; x++)
                {
                    for (var i = 0; i < across.Count; i++)
                        into[x] += line[across.Place(x, i)] * across.Weight(x, i);
                }
            }
        }

        return resized;
    }

    /// <summary>For each place of the target: which places of the source count, and how much.</summary>
    private sealed class Taps(int count, int[] places, float[] weights)
    {
        public int Count => count;

        public int Place(int at, int tap) => places[at * count + tap];

        public float Weight(int at, int tap) => weights[at * count + tap];

        public static Taps Of(int from, int to)
        {
            var step = (double)from / to;
            var spread = Math.Max(1, step);
            var count = (int)Math.Ceiling(4 * spread) + 1;
            var (places, weights) = (new int[to * count], new float[to * count]);
            for (var i = 0; i < to; i++)
            {
                var center = (i + 0.5) * step - 0.5;
                var first = (int)Math.Floor(center - 2 * spread) + 1;
                var sum = Enumerable.Range(first, count).Sum(place => Cubic((place - center) / spread));
                for (var tap = 0; tap < count; tap++)
                {
                    places[i * count + tap] = Mirrored(first + tap, from);
                    weights[i * count + tap] = (float)(Cubic((first + tap - center) / spread) / sum);
                }
            }

            return new Taps(count, places, weights);
        }

        private static int Mirrored(int place, int length)
        {
            var turn = ((place % (2 * length)) + 2 * length) % (2 * length);
            return turn < length ? turn : 2 * length - 1 - turn;
        }

        private static double Cubic(double x)
        {
            x = Math.Abs(x);
            return x < 1 ? (A + 2) * x * x * x - (A + 3) * x * x + 1
                : x < 2 ? A * x * x * x - 5 * A * x * x + 8 * A * x - 4 * A
                : 0;
        }
    }
}
