
namespace Hourglass.Archives.Pixels;

/// <summary>What is known around a sample: hashes of its neighbors, and small contexts that choose the weights of the mixer.</summary>
internal sealed class SampleContexts(ContextPlan plan)
{
    private const int ValueContexts = 7;
    private const int RepeatedContexts = 5;
    private const int BitContexts = 8;
    private const int SmoothContexts = 5;
    private const int ChannelContexts = 6;
    private const int ReferenceContexts = 5;

    private Plane[] _planes = [];
    private Plane[]? _reference;
    private readonly int[] _channelOrder = plan.Channels >= 3 ? [1, 0, 2, 3] : [0, 1];
    private readonly Predictors[] _allPredictors = plan.Smooth
        ? [.. Enumerable.Range(0, plan.Channels).Select(c => new Predictors(c, 1 << plan.Bits, Pixels.Predictors.NewBias()))]
        : [];

    private Predictors? _predictors;
    private bool _skipped;
    private int _at;
    private int _channel;

    /// <summary>How many contexts a plan has at most.</summary>
    public static int CountOf(ContextPlan plan) => (plan.References ? ReferenceContexts : 0) + (plan.Bits == 1
        ? BitContexts
        : ValueContexts + (plan.IsNatural ? 0 : RepeatedContexts) + (plan.Smooth ? SmoothContexts : 0) + (plan.Channels > 1 ? ChannelContexts : 0));

    /// <summary>Which of six neighbors are the background, 0 to 63.</summary>
    public int Pattern { get; private set; }

    /// <summary>Where in the picture, 0 to 63.</summary>
    public int Region { get; private set; }

    /// <summary>How uneven the neighborhood is, 0 to 15.</summary>
    public int Activity { get; private set; }

    /// <summary>Begins a picture of which nothing is known.</summary>
    public void Begin(Raster picture, Raster? reference)
    {
        _planes = MakePlanes(picture);
        _reference = null;
        if (reference is null)
            return;
        _reference = MakePlanes(reference);
        for (var c = 0; c < reference.Channels; c++)
        {
            for (var y = 0; y < reference.Height; y++)
            {
                for (var x = 0; x < reference.Width; x++)
                    _reference[c].Values[_reference[c].At(x, y)] = reference.Samples[(((y * reference.Width) + x) * reference.Channels) + c];
                _reference[c].BeginRow(y);
            }
        }
    }

    /// <summary>The order in which channels are coded: green first, its neighbors follow it best.</summary>
    public ReadOnlySpan<int> Order => _channelOrder;

    /// <summary>The predictors of the channel, if the plan has any.</summary>
    public Predictors? Predictors => _predictors;

    /// <summary>Begins a channel; all before it in the order are known.</summary>
    public void BeginChannel(int order)
    {
        _channel = order;
        if (!plan.Smooth)
            return;
        _predictors = _allPredictors[order];
        _predictors.BeginPicture(_planes[0].Width, _planes[0].Height);
    }

    /// <summary>Ends a channel.</summary>
    public void EndChannel() => _planes[_channel].End();

    /// <summary>Begins a row.</summary>
    public void BeginRow(int y)
    {
        _planes[_channel].BeginRow(y);
        _predictors?.BeginRow(y);
    }

    /// <summary>Makes the sample known that was gathered for last.</summary>
    public void Set(int value)
    {
        _planes[_channel].Values[_at] = value;
        if (plan.Smooth && !_skipped)
            _predictors!.Learn(value);
        _skipped = true;
    }

    /// <summary>Whether everything in sight of a sample is one value: the background, or either value of a picture of two.</summary>
    public bool IsQuiet(int x, int y)
    {
        var plane = _planes[_channel];
        var (p, s) = (plane.Values, plane.Stride);
        var i = _at = plane.At(x, y);
        QuietValue = plan.Background >= 0 ? plan.Background : p[i - 1];
        var b = QuietValue;
        if (p[i - 1] != b || p[i - s] != b || p[i - s + 1] != b || p[i - s - 1] != b || p[i - 2] != b || p[i - s + 2] != b || p[i - s - 2] != b
            || p[i - (2 * s)] != b || p[i - (2 * s) + 1] != b || p[i - (2 * s) - 1] != b)
        {
            return false;
        }

        if (_reference is not null)
        {
            var r = _reference[_channel].Values;
            if (r[i] != b || r[i + 1] != b || r[i + s] != b || r[i - 1] != b || r[i - s] != b || r[i + 2] != b || r[i + (2 * s)] != b)
                return false;
        }

        QuietPlace = plan.Positions ? (y * 64) + x : b == 0 ? 0 : 1;
        QuietPattern = (p[i - 3] != b ? 1 : 0) | (p[i - s + 3] != b ? 2 : 0) | (p[i - s - 3] != b ? 4 : 0) | (p[i - (2 * s) - 2] != b ? 8 : 0)
            | (p[i - (2 * s) + 2] != b ? 16 : 0) | (p[i - (3 * s)] != b ? 32 : 0) | (p[i - (3 * s) - 1] != b ? 64 : 0) | (p[i - (3 * s) + 1] != b ? 128 : 0)
            | (p[i - s + 4] != b ? 256 : 0) | (_reference is not null ? 512 : 0);
        return true;
    }

    /// <summary>How many places or patterns there are.</summary>
    public const int QuietPlaces = 4096;

    /// <summary>The value that everything in sight has.</summary>
    public int QuietValue { get; private set; }

    /// <summary>Where the quiet sample is.</summary>
    public int QuietPlace { get; private set; }

    /// <summary>What is just out of sight.</summary>
    public int QuietPattern { get; private set; }

    /// <summary>Looks around a sample.</summary>
    /// <returns>How many hashes were filled in.</returns>
    public int Gather(int x, int y, uint[] hashes)
    {
        var c = _channel;
        _skipped = false;
        var plane = _planes[c];
        var (p, s) = (plane.Values, plane.Stride);
        var i = plane.At(x, y);
        _at = i;
        int w = p[i - 1], n = p[i - s], nw = p[i - s - 1], ne = p[i - s + 1], ww = p[i - 2], nn = p[i - s - s], nne = p[i - s - s + 1];
        int nnw = p[i - s - s - 1], nww = p[i - s - 2], nee = p[i - s + 2], www = p[i - 3], nnn = p[i - (3 * s)];
        var b = Math.Max(plan.Background, 0);
        Pattern = (w == b ? 1 : 0) | (n == b ? 2 : 0) | (nw == b ? 4 : 0) | (ne == b ? 8 : 0) | (ww == b ? 16 : 0) | (nn == b ? 32 : 0);
        Region = plan.Positions ? Math.Min(7, y * 8 / plane.Height) * 8 + Math.Min(7, x * 8 / plane.Width) : (Math.Min(y, 3) * 4) + Math.Min(x, 3);
        var shift = Math.Max(0, plan.Bits - 8);
        var activity = (Math.Abs(w - nw) + Math.Abs(n - nw) + Math.Abs(ne - n)) >> shift;
        Activity = Math.Min(15, activity == 0 ? 0 : 1 + ((int)uint.Log2((uint)activity) * 2) + (int)((activity << 1 >> (int)uint.Log2((uint)activity)) & 1));
        var median = Math.Max(Math.Min(w, n), Math.Min(Math.Max(w, n), w + n - nw));
        var count = 0;
        void Put(int a, int d = 0, int e = 0, int f = 0, int g = 0, int h = 0)
        {
            var hash = ((uint)(count * plan.Channels) + (uint)c + 1) * 0x9E3779B1;
            hash = (hash ^ (uint)a) * 0x85EBCA6B;
            hash = (hash ^ (hash >> 15) ^ (uint)d) * 0xC2B2AE35;
            hash = (hash ^ (hash >> 13) ^ (uint)e) * 0x27D4EB2F;
            hash = (hash ^ (hash >> 16) ^ (uint)f) * 0x165667B1;
            hash = (hash ^ (hash >> 15) ^ (uint)g) * 0x9E3779B1;
            hash = (hash ^ (hash >> 14) ^ (uint)h) * 0x85EBCA77;
            hashes[count++] = hash ^ (hash >> 16);
        }

        if (plan.Bits == 1)
        {
            GatherBits(p, i, s, Put);
            return count;
        }

        Put(plan.Positions ? (y << 8) + x : Activity, plan.Positions ? 0 : median);
        Put(w, n);
        if (!plan.IsNatural)
        {
            Put(w, n, nw);
            Put(w, n, nw, ne);
            Put(w, n, nw, ne, ww, nn);
            Put(median);
            Put(w, n, plan.Positions ? (y << 8) + x : ne >> (shift + 2), Activity);
        }

        Put(median, Quantize(w - nw, shift), Quantize(n - nw, shift));
        Put(w, ww);
        Put(n, nn);
        Put(n, ne);
        Put((w >> 5 << 15) + (n >> 5 << 12) + (nw >> 5 << 9) + (ne >> 5 << 6) + (ww >> 5 << 3) + (nn >> 5), (nne >> 6) + (nnw >> 6 << 2) + (nww >> 6 << 4) + (nee >> 6 << 6) + (www >> 6 << 8) + (nnn >> 6 << 10));
        if (plan.Smooth)
        {
            var guesses = _predictors!;
            guesses.Predict(_planes, x, y);
            int near = guesses[0].Prediction >> 4, far = guesses[1].Prediction >> 4, both = guesses[3].Prediction >> 3;
            Put(near, guesses[0].Class >> 1);
            Put(far, guesses[1].Class >> 1);
            Put(both, guesses[3].Class >> 2);
            Put(near, far);
            Put(guesses[2].Prediction >> 4, Quantize(w - (guesses[2].Prediction >> 4), shift));
            Activity = guesses[0].Class * 2 / 3;
        }

        if (c > 0)
        {
            var q = _planes[c - 1].Values;
            Put(q[i], q[i] - q[i - 1] + w >> shift);
            Put(q[i], w, n);
            Put(w + q[i] - q[i - 1]);
            Put(n + q[i] - q[i - s]);
            Put(q[i], c > 1 ? _planes[c - 2].Values[i] : 0);
            Put((w + n + q[i] + q[i] - q[i - 1] - q[i - s]) >> 1, c > 1 ? Quantize(_planes[c - 2].Values[i] - median, shift) : 0);
        }

        if (_reference is not null)
        {
            var r = _reference[c].Values;
            Put(r[i], r[i + 1], r[i + s], r[i - 1], r[i - s]);
            Put(r[i], w, n, r[i - 1], r[i - s]);
            Put(r[i] + (((w - r[i - 1]) + (n - r[i - s])) >> 1));
            Put(r[i], r[i + 1], w, n);
            Put(r[i], w);
        }

        return count;
    }

    /// <summary>Templates of more and more neighbors, for pictures of two values.</summary>
    private void GatherBits(int[] p, int i, int s, Action<int, int, int, int, int, int> put)
    {
        int Row(int at, int count)
        {
            var bits = 0;
            for (var k = 0; k < count; k++)
                bits = (bits << 1) | (p[at + k] & 1);
            return bits;
        }

        int here = Row(i - 4, 4), one = Row(i - s - 4, 9), two = Row(i - (2 * s) - 4, 9), three = Row(i - (3 * s) - 4, 9), four = Row(i - (4 * s) - 2, 5);
        put(here & 7, one >> 2 & 31, two >> 3 & 7, 0, 0, 0);
        put(here, one >> 1 & 127, two >> 2 & 31, 0, 0, 0);
        put(here, one, two >> 1 & 127, three >> 3 & 7, 0, 0);
        put(here, one, two, three >> 2 & 31, 0, 0);
        put(here, one, two, three, four, 0);
        put(here & 3, one >> 3 & 7, two >> 3 & 7, three >> 3 & 7, four, 0);
        put(here, one >> 3 & 63, Row(i - 4, 4), 0, 0, 0);
        put(here & 1, one >> 3 & 7, (two >> 4) & 1, (three >> 4) & 1, (four >> 2) & 1, 0);
        if (_reference is null)
            return;
        p = _reference[_channel].Values;
        int up = Row(i - s - 2, 5), same = Row(i - 2, 5), down = Row(i + s - 2, 5), far = Row(i + (2 * s) - 2, 5), high = Row(i - (2 * s) - 2, 5);
        put(up >> 1 & 7, same >> 1 & 7, down >> 1 & 7, 0, 0, 0);
        put(up >> 1 & 7, same >> 1 & 7, down >> 1 & 7, here & 3, one >> 3 & 7, 0);
        put(up, same, down, here & 7, one >> 2 & 31, two >> 3 & 7);
        put(up, same, down, far, high, (here & 3) | (one >> 3 & 7) << 2);
        put(up >> 1 & 7, same >> 1 & 7, down >> 1 & 7, here, one >> 1 & 127, two >> 2 & 31);
    }

    private static int Quantize(int difference, int shift)
    {
        var size = Math.Abs(difference) >> shift;
        var bucket = size < 2 ? size : 1 + (int)uint.Log2((uint)size);
        return difference < 0 ? -bucket : bucket;
    }

    private static Plane[] MakePlanes(Raster picture) =>
        [.. Enumerable.Range(0, picture.Channels).Select(_ => new Plane(picture.Width, picture.Height))];
}
