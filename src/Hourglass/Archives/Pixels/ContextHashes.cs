namespace Hourglass.Archives.Pixels;

/// <summary>The contexts of one sample, each a hash of what it looks at and of its own number.</summary>
/// <param name="channels">Values per pixel.</param>
/// <param name="most">The most contexts.</param>
internal sealed class ContextHashes(int channels, int most)
{
    private readonly uint[] _values = new uint[most];
    private int _channel;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>A hash.</summary>
    public uint this[int index] => _values[index];

    /// <summary>Begins a sample of a channel.</summary>
    public void Begin(int channel) => (_channel, Count) = (channel, 0);

    /// <summary>Adds a context.</summary>
    public void Add(int a, int b = 0, int c = 0, int d = 0, int e = 0, int f = 0)
    {
        var hash = ((uint)(Count * channels) + (uint)_channel + 1) * 0x9E3779B1;
        hash = (hash ^ (uint)a) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 15) ^ (uint)b) * 0xC2B2AE35;
        hash = (hash ^ (hash >> 13) ^ (uint)c) * 0x27D4EB2F;
        hash = (hash ^ (hash >> 16) ^ (uint)d) * 0x165667B1;
        hash = (hash ^ (hash >> 15) ^ (uint)e) * 0x9E3779B1;
        hash = (hash ^ (hash >> 14) ^ (uint)f) * 0x85EBCA77;
        _values[Count++] = hash ^ (hash >> 16);
    }
}
