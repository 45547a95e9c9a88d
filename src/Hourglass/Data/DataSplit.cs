using Hourglass.Numerics;

namespace Hourglass.Data;

/// <summary>Sets samples aside: a seeded partition of a data set.</summary>
public static class DataSplit
{
    private const ulong Stream = 0x73706C6974; // "split"

    /// <summary>Splits a data set in two, at random but the same for the same seed; both keep the order of the samples.</summary>
    /// <param name="data">What to split; it keeps the source and must outlive both parts.</param>
    /// <param name="share">The share that is set aside, in (0, 1); at least one sample stays on each side.</param>
    /// <param name="seed">Names the choice.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not inside (0, 1).</exception>
    /// <exception cref="DataException">There are fewer than two samples.</exception>
    public static (DataSet Kept, DataSet Aside) SetAside(DataSet data, double share, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        if (data.Count < 2)
            throw new DataException($"{data.Name} has {data.Count} sample(s); at least 2 are needed to set some aside.");
        var order = new Rng(seed, Stream).Permutation(data.Count);
        var aside = Math.Clamp((int)Math.Round(data.Count * share), 1, data.Count - 1);
        return (data.Subset([.. order[aside..].Order()]), data.Subset([.. order[..aside].Order()]));
    }
}
