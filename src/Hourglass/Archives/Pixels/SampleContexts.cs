using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Pixels;

/// <summary>What is known around a sample: hashes of its neighbors, and small contexts that choose the weights of the mixer.</summary>
internal sealed class SampleContexts
{
    private const int ValueContexts = 7;
    private const int LeanValueContexts = 5;
    private const int RepeatedContexts = 5;
    private const int LeanRepeatedContexts = 3;
    private const int BitContexts = 8;
    private const int SmoothContexts = 5;
    private const int ChannelContexts = 6;
    private const int ReferenceContexts = 5;
    private const int SharedContexts = 5;
    private const int OtherContexts = 3;

    private readonly ContextPlan _plan;
    private readonly int[] _channelOrder;
    private readonly Predictors[] _allPredictors;
    private readonly int _shift;
    private readonly Plane[] _planes;
    private readonly Plane[][] _references;
    private int _referenceCount;
    private bool _skipped;
    private int _at;
    private int _channel;

    public SampleContexts(ContextPlan plan)
    {
        _plan = plan;
        _planes = new Plane[plan.Channels];
        _references = [.. Enumerable.Range(0, plan.References).Select(_ => new Plane[plan.Channels])];
        _channelOrder = plan.Channels >= 3 ? [1, 0, 2, 3] : [0, 1];
        _allPredictors = plan.Smooth ? [.. Enumerable.Range(0, plan.Channels).Select(c => new Predictors(c, 1 << plan.Bits))] : [];
        _shift = Math.Max(0, plan.Bits - 8);
        Hashes = new ContextHashes(plan.Channels, CountOf(plan));
        Quiet = new QuietView(plan);
    }

    /// <summary>The contexts of the sample that was gathered for last.</summary>
    public ContextHashes Hashes { get; }

    /// <summary>What is seen of quiet samples.</summary>
    public QuietView Quiet { get; }

    /// <summary>Which of six neighbors are the background, 0 to 63.</summary>
    public int Pattern { get; private set; }

    /// <summary>Where in the picture, 0 to 63.</summary>
    public int Region { get; private set; }

    /// <summary>How uneven the neighborhood is, 0 to 15.</summary>
    public int Activity { get; private set; }

    /// <summary>The order in which channels are coded: green first, its neighbors follow it best.</summary>
    public ReadOnlySpan<int> Order => _channelOrder;

    /// <summary>The predictors of the channel, if the plan has any.</summary>
    public Predictors? Predictors { get; private set; }

    /// <summary>How many contexts a plan has at most.</summary>
    public static int CountOf(ContextPlan plan) => (plan.References > 0 ? ReferenceContexts : 0)
        + (plan.References > 1 && plan.Bits > 1 ? SharedContexts + ((plan.References - 1) * OtherContexts) : 0) + (plan.Bits == 1
        ? BitContexts
        : (plan.Lean ? LeanValueContexts : ValueContexts) + (plan.IsNatural ? 0 : plan.Lean ? LeanRepeatedContexts : RepeatedContexts) + (plan.Smooth ? SmoothContexts : 0) + (plan.Channels > 1 ? ChannelContexts : 0));

    /// <summary>Begins a picture of which nothing is known.</summary>
    public void Begin(Raster picture, List<Raster> references)
    {
        _referenceCount = references.Count;
        for (var c = 0; c < _planes.Length; c++)
        {
            _planes[c] = Plane.Fresh(_planes[c], picture.Width, picture.Height);
            for (var r = 0; r < references.Count; r++)
            {
                _references[r][c] = Plane.Fresh(_references[r][c], picture.Width, picture.Height);
                _references[r][c].Fill(references[r], _channelOrder[c]);
            }
        }
    }

    /// <summary>Begins a channel; all before it in the order are known.</summary>
    public void BeginChannel(int order)
    {
        _channel = order;
        if (!_plan.Smooth)
            return;
        Predictors = _allPredictors[order];
        Predictors.BeginPicture(_planes[0].Width, _planes[0].Height);
    }

    /// <summary>Ends a channel.</summary>
    public void EndChannel() => _planes[_channel].End();

    /// <summary>Begins a row.</summary>
    public void BeginRow(int y)
    {
        _planes[_channel].BeginRow(y);
        Predictors?.BeginRow(y);
    }

    /// <summary>Whether all around a sample is quiet.</summary>
    public bool IsQuiet(int x, int y)
    {
        _at = _planes[_channel].At(x, y);
        _skipped = true;
        return Quiet.Look(_planes[_channel], First, x, y);
    }

    /// <summary>Makes the sample known that was looked at last.</summary>
    public void Set(int value)
    {
        _planes[_channel].Values[_at] = value;
        if (!_skipped)
            Predictors?.Learn(value);
    }

    /// <summary>Looks around a sample.</summary>
    public void Gather(int x, int y)
    {
        var plane = _planes[_channel];
        var near = new Neighbors(plane, x, y);
        (_at, _skipped) = (plane.At(x, y), false);
        Choose(near, plane, x, y);
        Hashes.Begin(_channel);
        if (_plan.Bits == 1)
        {
            BitTemplates.Gather(Hashes, plane, First, _at);
            return;
        }

        GatherValues(near, x, y);
        if (_plan.Smooth)
            GatherPredictions(near, x, y);
        if (_channel > 0)
            GatherChannels(near);
        if (First is { } first)
            GatherReference(near, first);
        if (_referenceCount > 1)
            GatherReferences(near);
    }

    private Plane? First => _referenceCount > 0 ? _references[0][_channel] : null;

    private void Choose(Neighbors near, Plane plane, int x, int y)
    {
        var b = Math.Max(_plan.Background, 0);
        Pattern = (near.W == b ? 1 : 0) | (near.N == b ? 2 : 0) | (near.NW == b ? 4 : 0) | (near.NE == b ? 8 : 0) | (near.WW == b ? 16 : 0) | (near.NN == b ? 32 : 0);
        Region = _plan.Positions
            ? (Math.Min(7, y * 8 / plane.Height) * 8) + Math.Min(7, x * 8 / plane.Width)
            : (Math.Min(y, 3) * 4) + Math.Min(x, 3);
        var steps = (Math.Abs(near.W - near.NW) + Math.Abs(near.N - near.NW) + Math.Abs(near.NE - near.N)) >> _shift;
        Activity = steps == 0 ? 0 : Math.Min(15, 1 + Octaves.Half(steps));
    }

    private void GatherValues(Neighbors a, int x, int y)
    {
        var place = (y << 8) + x;
        var median = a.Median;
        Hashes.Add(_plan.Positions ? place : Activity, _plan.Positions ? 0 : median);
        Hashes.Add(a.W, a.N);
        if (!_plan.IsNatural)
        {
            Hashes.Add(a.W, a.N, a.NW);
            Hashes.Add(a.W, a.N, a.NW, a.NE);
            if (!_plan.Lean)
                Hashes.Add(a.W, a.N, a.NW, a.NE, a.WW, a.NN);
            Hashes.Add(median);
            if (!_plan.Lean)
                Hashes.Add(a.W, a.N, _plan.Positions ? place : a.NE >> (_shift + 2), Activity);
        }

        if (!_plan.Lean)
            Hashes.Add(median, Quantize(a.W - a.NW), Quantize(a.N - a.NW));
        Hashes.Add(a.W, a.WW);
        Hashes.Add(a.N, a.NN);
        Hashes.Add(a.N, a.NE);
        if (_plan.Lean)
            return;
        Hashes.Add(
            (a.W >> 5 << 15) + (a.N >> 5 << 12) + (a.NW >> 5 << 9) + (a.NE >> 5 << 6) + (a.WW >> 5 << 3) + (a.NN >> 5),
            (a.NNE >> 6) + (a.NNW >> 6 << 2) + (a.NWW >> 6 << 4) + (a.NEE >> 6 << 6) + (a.WWW >> 6 << 8) + (a.NNN >> 6 << 10));
    }

    private void GatherPredictions(Neighbors a, int x, int y)
    {
        var predictors = Predictors!;
        predictors.Predict(_planes, x, y);
        int near = predictors[0].Prediction >> 4, far = predictors[1].Prediction >> 4, blend = predictors[2].Prediction >> 4;
        Hashes.Add(near, predictors[0].Class >> 1);
        Hashes.Add(far, predictors[1].Class >> 1);
        Hashes.Add(predictors[3].Prediction >> 3, predictors[3].Class >> 2);
        Hashes.Add(near, far);
        Hashes.Add(blend, Quantize(a.W - blend));
        Activity = predictors[0].Class * 2 / 3;
    }

    private void GatherChannels(Neighbors a)
    {
        var (q, s, i) = (_planes[_channel - 1].Values, _planes[_channel].Stride, _at);
        var (here, west, north) = (q[i], q[i - 1], q[i - s]);
        var (other, hasOther) = _channel > 1 ? (_planes[_channel - 2].Values[i], true) : (0, false);
        Hashes.Add(here, (here - west + a.W) >> _shift);
        Hashes.Add(here, a.W, a.N);
        Hashes.Add(a.W + here - west);
        Hashes.Add(a.N + here - north);
        Hashes.Add(here, other);
        Hashes.Add((a.W + a.N + here + here - west - north) >> 1, hasOther ? Quantize(other - a.Median) : 0);
    }

    private void GatherReference(Neighbors a, Plane reference)
    {
        var (r, s, i) = (reference.Values, reference.Stride, _at);
        Hashes.Add(r[i], r[i + 1], r[i + s], r[i - 1], r[i - s]);
        Hashes.Add(r[i], a.W, a.N, r[i - 1], r[i - s]);
        Hashes.Add(r[i] + ((a.W - r[i - 1] + a.N - r[i - s]) >> 1));
        Hashes.Add(r[i], r[i + 1], a.W, a.N);
        Hashes.Add(r[i], a.W);
    }

    /// <summary>What several references say together: where they differ, the one that was right around the sample will be right again.</summary>
    private void GatherReferences(Neighbors a)
    {
        var (i, s) = (_at, _planes[_channel].Stride);
        var (first, second) = (_references[0][_channel].Values, _references[1][_channel].Values);
        int agreeing = Agreement(a, first), third = 0;
        for (var k = 1; k < _referenceCount; k++)
        {
            var r = _references[k][_channel].Values;
            agreeing = (agreeing << 4) | Agreement(a, r);
            third = r[i];
            Hashes.Add(r[i], r[i + 1], r[i + s], r[i - 1], r[i - s]);
            Hashes.Add(r[i] + ((a.W - r[i - 1] + a.N - r[i - s]) >> 1));
            Hashes.Add(r[i], a.W, a.N);
        }

        Pattern = (agreeing & 7) | ((agreeing >> 4 & 7) << 3);
        Hashes.Add(agreeing, first[i], second[i]);
        Hashes.Add(first[i], second[i], third);
        Hashes.Add(agreeing, first[i], second[i], third);
        Hashes.Add(first[i], second[i], a.W, a.N);
        Hashes.Add(agreeing, (first[i] - second[i]) >> _shift, (first[i] - third) >> _shift);
    }

    /// <summary>At which of four neighbors a reference was right.</summary>
    private int Agreement(Neighbors a, int[] reference)
    {
        var (i, s) = (_at, _planes[_channel].Stride);
        return (reference[i - 1] == a.W ? 1 : 0) | (reference[i - s] == a.N ? 2 : 0) | (reference[i - s - 1] == a.NW ? 4 : 0) | (reference[i - s + 1] == a.NE ? 8 : 0);
    }

    private int Quantize(int difference)
    {
        var size = Math.Abs(difference) >> _shift;
        var bucket = size < 2 ? size : 1 + (int)uint.Log2((uint)size);
        return difference < 0 ? -bucket : bucket;
    }
}
