namespace Hourglass.Text.Words;

/// <summary>Sums up weights of pairs of numbers. Of a bounded size: when it is full, the lightest pairs are forgotten.</summary>
/// <remarks>Open addressing with linear probing; forgetting as lossy counting does (Manku and Motwani, 2002).</remarks>
internal sealed class PairTable
{
    /// <summary>The most pairs that are held: with their table, 400 MB.</summary>
    public const int MaxPairs = 24_000_000;

    private const int FirstCapacity = 1 << 16;
    private const int MaxCapacity = 1 << 25;

    private readonly int _most;
    private ulong[] _keys = new ulong[FirstCapacity];
    private float[] _weights = new float[FirstCapacity];
    private float _least = 0.5f;

    /// <summary>A table of at most so many pairs.</summary>
    public PairTable(int most = MaxPairs) => _most = most;

    /// <summary>How many pairs there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds to the weight of a pair of which the first number is not greater.</summary>
    public void Add(int low, int high, float weight)
    {
        var key = (((ulong)(uint)low << 32) | (uint)high) + 1;
        ref var slot = ref _weights[Slot(key, out var isNew)];
        slot += weight;
        if (!isNew || ++Count < Math.Min(_most, (long)_keys.Length * 3 / 4))
            return;
        if (Count >= _most || _keys.Length == MaxCapacity)
        {
            Rebuild(_keys.Length, _least);
            _least *= 2;
        }
        else
        {
            Rebuild(2 * _keys.Length, 0);
        }
    }

    /// <summary>Every pair with its weight, in no order.</summary>
    public void ForEach(Action<int, int, float> use)
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            if (_keys[i] != 0)
                use((int)((_keys[i] - 1) >> 32), (int)(uint)(_keys[i] - 1), _weights[i]);
        }
    }

    private int Slot(ulong key, out bool isNew)
    {
        var mask = _keys.Length - 1;
        var hash = key * 0x9E3779B97F4A7C15UL;
        var at = (int)((hash ^ (hash >> 32)) & (uint)mask);
        while (_keys[at] != key)
        {
            if (_keys[at] == 0)
            {
                _keys[at] = key;
                isNew = true;
                return at;
            }

            at = (at + 1) & mask;
        }

        isNew = false;
        return at;
    }

    private void Rebuild(int capacity, float above)
    {
        var (keys, weights) = (_keys, _weights);
        (_keys, _weights, Count) = (new ulong[capacity], new float[capacity], 0);
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] == 0 || weights[i] <= above)
                continue;
            _weights[Slot(keys[i], out _)] = weights[i];
            Count++;
        }
    }
}
