using System.Globalization;

namespace Hourglass.Data.Known;

/// <summary>How people write the ten digits: for each, several ways; for each way, the points that the pen passes.</summary>
internal static class DigitStrokes
{
    /// <summary>
    /// A line per way of writing. Points are x,y in hundredths of the digit's box, y down. The pen runs smoothly through them, turns sharply where
    /// an exclamation mark stands, and is lifted at a bar.
    /// </summary>
    private static readonly string[][] s_ways =
    [
        [
            "56,4 36,8 18,26 10,50 14,76 30,93 50,97 72,88 87,68 90,44 84,22 70,8 52,4",
            "66,10 50,3 32,9 16,30 10,58 18,84 38,97 62,92 82,74 89,48 82,22 64,6 48,9",
            "50,3 32,7 18,24 11,50 16,78 34,95 54,97 74,86 86,62 88,38 78,14 58,3 42,8",
        ],
        [
            "50,2 50,50 49,98",
            "54,2 52,40 46,98",
            "26,26 40,16 54,3! 54,50 53,98",
            "28,24 52,4! 52,50 52,96! | 24,96 52,96 80,95",
        ],
        [
            "12,26 26,7 56,3 78,18 74,42 48,70 10,95! 50,94 93,92",
            "10,22 36,4 70,8 80,30 62,58 30,84 12,90 10,76 26,72 50,88 72,96 94,86",
            "16,16 44,4 74,14 76,38 52,66 14,94! 40,90 66,96 90,94",
        ],
        [
            "14,16 40,3 70,8 76,26 60,42 36,47! 64,50 86,66 78,88 48,98 10,86",
            "14,8 46,6 82,6! 62,26 40,42! 66,44 87,62 80,86 50,98 12,90",
            "16,12 50,4 76,20 58,40 42,46 44,48 66,48 86,70 66,94 34,97 12,84",
        ],
        [
            "26,4 20,28 10,54! 44,54 88,50 | 72,6 68,50 64,98",
            "66,3 40,32 8,64! 50,64 94,61 | 68,3 67,50 66,98",
            "20,6 16,34 30,52 56,50 76,34 | 80,4 76,40 70,98",
            "28,5 16,44 28,56 60,54 78,46! 80,6! 78,50 74,98",
        ],
        [
            "26,8 22,26 18,44! 44,37 74,48 84,70 68,92 38,98 10,88 | 27,8 52,7 86,4",
            "86,5 58,6 30,8! 24,26 20,46! 50,38 80,52 80,80 52,97 12,90",
            "82,8 54,4 30,14 26,36 48,46 74,58 78,82 54,97 14,92",
        ],
        [
            "68,4 44,18 22,48 14,76 34,97 66,92 80,72 64,54 38,58 18,78",
            "42,2 24,30 12,66 24,94 54,97 80,82 78,60 52,52 26,64 16,80",
            "76,10 52,6 26,34 14,68 30,96 64,94 78,74 62,58 36,62 22,78",
        ],
        [
            "10,8 46,8 88,6! 64,44 38,98",
            "10,10 46,9 84,6! 62,42 46,98 | 24,52 50,50 78,48",
            "12,24 14,8! 50,9 86,8 74,30 54,60 48,98",
            "8,14 26,6 56,11 88,5! 70,36 44,72 36,97",
        ],
        [
            "76,16 54,3 28,10 24,28 46,44 72,60 80,80 54,98 22,88 22,68 48,46 74,30 78,14",
            "50,46 26,32 28,10 52,3 74,14 70,34 48,46 22,62 16,84 44,98 76,90 80,68 54,48",
            "70,12 44,4 24,20 40,42 70,58 78,82 48,97 18,82 30,56 60,38 74,20 62,6",
        ],
        [
            "78,16 52,4 24,14 18,38 42,50 68,38 79,14! 76,54 70,98",
            "76,20 54,4 24,12 16,36 38,50 66,40 78,16! 78,50 62,88 22,94",
            "72,10 40,5 18,26 30,48 58,46 76,22 74,12! 70,52 58,80 40,98",
        ],
    ];

    /// <summary>The ways of writing each digit.</summary>
    public static IReadOnlyList<IReadOnlyList<Stroke[]>> Ways { get; } = [.. s_ways.Select(ways => ways.Select(Parse).ToArray())];

    private static Stroke[] Parse(string way) => [.. way.Split('|').Select(stroke =>
        new Stroke([.. stroke.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParsePoint)]))];

    private static PenPoint ParsePoint(string text)
    {
        var numbers = text.TrimEnd('!').Split(',');
        return new PenPoint(Number(numbers[0]), Number(numbers[1]), text.EndsWith('!'));
    }

    private static float Number(string text) => int.Parse(text, CultureInfo.InvariantCulture) / 100f;
}

/// <summary>One movement of the pen, from putting it down to lifting it.</summary>
internal sealed record Stroke(PenPoint[] Points);

/// <summary>A point that the pen passes, in the unit square, y down.</summary>
internal readonly record struct PenPoint(float X, float Y, bool IsCorner);
