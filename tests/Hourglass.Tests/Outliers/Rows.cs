using Hourglass.Data.Tables;
using Hourglass.Numerics;

namespace Hourglass.Tests.Outliers;

/// <summary>Tables drawn for tests.</summary>
internal static class Rows
{
    /// <summary>Two numbers that belong together, one that stands alone, and a category; the last <paramref name="strange"/> rows break what holds.</summary>
    public static MemoryTable Drawn(int rows, int strange = 0, ulong seed = 1)
    {
        var rng = new Rng(seed);
        var (a, b, c, kind) = (new double[rows], new double[rows], new double[rows], new string?[rows]);
        for (var i = 0; i < rows; i++)
        {
            (a[i], c[i]) = (rng.NextNormal(), 100 * rng.NextNormal());
            b[i] = (i < rows - strange ? 2 * a[i] : 2 * a[i] + 14) + 0.1 * rng.NextNormal();
            kind[i] = rng.NextInt(3) switch { 0 => "red", 1 => "green", _ => "blue" };
        }

        return new MemoryTable("drawn").Add("a", a).Add("b", b).Add("c", c).Add("kind", kind);
    }

    /// <summary>One row: the values of the columns that <see cref="Drawn"/> has.</summary>
    public static MemoryTable One(double a, double b, double c, string? kind) =>
        new MemoryTable("one").Add("a", [a]).Add("b", [b]).Add("c", [c]).Add("kind", [kind]);
}
