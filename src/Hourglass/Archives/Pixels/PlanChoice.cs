using Hourglass.Archives.Coding;
using Hourglass.Archives.Networks;

namespace Hourglass.Archives.Pixels;

/// <summary>Chooses how a chunk is coded, by looking at its samples and by trying.</summary>
internal static class PlanChoice
{
    private const int TrialSamples = 1 << 16;

    /// <summary>32 MiB: in pictures of the world twice as much saves a thousandth, and two chunks at a time shall be unpacked in 256 MiB.</summary>
    private const int NaturalLogSlots = 20;

    /// <summary>Beside a network, predictors must save this much: they take most of the time.</summary>
    private const double WorthTheTime = 0.98;

    /// <summary>The plan that codes these pictures in the fewest bytes, judged by a part of them.</summary>
    /// <param name="pictures">The pictures of a chunk.</param>
    /// <param name="references">What <see cref="References.Find"/> found for them.</param>
    /// <param name="network">A network that is mixed in; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ContextPlan For(
        IReadOnlyList<Raster> pictures, IReadOnlyList<int>[] references, ContextNetwork? network, CancellationToken cancellation)
    {
        var plan = Look(pictures) with { References = references.Max(backs => backs.Count) is > 1 ? References.Most : references.Any(backs => backs.Count > 0) ? 1 : 0 };
        if (network is not null)
            plan = plan with { Background = network.Background, Lean = true };
        if (plan.Bits < 3)
            return plan;
        var smooth = plan with { Smooth = true };
        if (smooth.IsNatural)
            smooth = smooth with { LogSlots = Math.Min(plan.LogSlots, NaturalLogSlots) };
        var trial = Trial(pictures);
        var allowed = Cost(plan, trial, network, cancellation) * (network is null ? 1 : WorthTheTime);
        return Cost(smooth, trial, network, cancellation) < allowed ? smooth : plan;
    }

    private static ContextPlan Look(IReadOnlyList<Raster> pictures)
    {
        var first = pictures[0];
        var counts = new long[first.Levels];
        foreach (var picture in pictures)
        {
            foreach (var sample in picture.Samples)
                counts[sample]++;
        }

        var total = counts.Sum();
        var most = Array.IndexOf(counts, counts.Max());
        var bits = ContextPlan.BitsOf(first.Levels);
        return new ContextPlan
        {
            Channels = first.Channels,
            Bits = bits,
            Background = bits > 1 && counts[most] * 4 > total ? most : -1,
            Positions = ContextPlan.TakesPositions(pictures),
            Smooth = false,
            References = 0,
            LogSlots = Math.Clamp((int)long.Log2(bits == 1 ? total / 8 : total * 4), ContextPlan.LeastLogSlots, ContextPlan.MostLogSlots),
        };
    }

    /// <summary>Pictures from all over the chunk, in the end rows of the first alone when it is large.</summary>
    private static List<Raster> Trial(IReadOnlyList<Raster> pictures)
    {
        var size = pictures[0].Samples.Length;
        var count = Math.Clamp(TrialSamples / size, 1, pictures.Count);
        var taken = new List<Raster>();
        for (var i = 0; i < count; i++)
        {
            var picture = pictures[(int)((long)i * pictures.Count / count)];
            var rows = Math.Clamp(TrialSamples / (picture.Width * picture.Channels), 1, picture.Height);
            var part = new Raster(picture.Width, rows, picture.Channels, picture.Levels);
            var from = (picture.Height - rows) / 2 * picture.Width * picture.Channels;
            picture.Samples.AsSpan(from, part.Samples.Length).CopyTo(part.Samples);
            taken.Add(part);
        }

        return taken;
    }

    private static double Cost(ContextPlan plan, List<Raster> pictures, ContextNetwork? network, CancellationToken cancellation)
    {
        using var model = new ContextModel(plan with { References = 0, LogSlots = Math.Min(plan.LogSlots, 18) }, network is null ? null : new NetworkEvaluator(network));
        var coder = new CodeLength();
        model.Code(ref coder, pictures, null, cancellation);
        return coder.Bytes;
    }
}
