/// <summary>What the cells of the notebook show pictures with. run.cs puts this behind the cells, and takes the pictures from the output.</summary>
static class Notebook
{
    private const int Zoom = 2, Gap = 2;

    private static readonly string[] InkNames = ["red", "blue", "green", "violet", "orange", "olive", "brown", "pink", "gray", "cyan"];

    private static readonly int[][] Inks =
    [
        [228, 26, 28], [55, 126, 184], [77, 175, 74], [152, 78, 163], [255, 127, 0], [166, 160, 20], [166, 86, 40], [247, 129, 191], [100, 100, 100], [23, 190, 207],
    ];

    /// <summary>Says where the output of a cell begins.</summary>
    public static void Cell(int number) => Console.WriteLine($"\u0001cell {number}");

    /// <summary>Squares of grey values, 0 to 255, in rows of <paramref name="columns"/>.</summary>
    public static void Pictures(string caption, int columns, IEnumerable<float[]> pictures)
    {
        var all = pictures.ToList();
        var side = (int)Math.Sqrt(all[0].Length);
        var step = Zoom * side + Gap;
        var (width, height) = (columns * step + Gap, (all.Count + columns - 1) / columns * step + Gap);
        var sheet = new byte[width * height];
        Array.Fill(sheet, (byte)90);
        for (var i = 0; i < all.Count; i++)
        {
            for (var y = 0; y < Zoom * side; y++)
            {
                var row = (i / columns * step + Gap + y) * width + i % columns * step + Gap;
                for (var x = 0; x < Zoom * side; x++)
                    sheet[row + x] = (byte)Math.Clamp(MathF.Round(all[i][y / Zoom * side + x / Zoom]), 0, 255);
            }
        }

        Write(caption, Hourglass.Data.Png.Encode(width, height, 1, sheet));
    }

    /// <summary>Points on a plane, colored by label.</summary>
    public static void Map(string caption, float[] xs, float[] ys, IReadOnlyList<int> labels)
    {
        const int side = 480, margin = 12, dot = 2;
        var sheet = new byte[side * side * 3];
        Array.Fill(sheet, (byte)255);
        for (var i = 0; i < xs.Length; i++)
        {
            var (column, row) = (Place(xs, xs[i]), Place(ys, ys[i]));
            for (var y = -dot; y <= dot; y++)
            {
                for (var x = -dot; x <= dot; x++)
                {
                    if (x * x + y * y > dot * dot + 1)
                        continue;
                    for (var channel = 0; channel < 3; channel++)
                        sheet[((row + y) * side + column + x) * 3 + channel] = (byte)Inks[labels[i] % Inks.Length][channel];
                }
            }
        }

        var legend = string.Join(", ", labels.Distinct().Order().Select(label => $"{label} {InkNames[label % InkNames.Length]}"));
        Write($"{caption} {legend}", Hourglass.Data.Png.Encode(side, side, 3, sheet));

        static int Place(float[] all, float value) => margin + (int)((side - 2 * margin) * (value - all.Min()) / Math.Max(1e-6f, all.Max() - all.Min()));
    }

    private static void Write(string caption, byte[] png)
    {
        Console.WriteLine(caption);
        Console.WriteLine($"\u0001png {Convert.ToBase64String(png)}");
    }
}
