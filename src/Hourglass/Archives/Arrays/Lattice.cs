namespace Hourglass.Archives.Arrays;

/// <summary>
/// The places that the values of one or more planes may take, in whole units: evenly spaced, or a sorted list. A value is coded as the index
/// of its place.
/// </summary>
internal sealed class Lattice
{
    /// <summary>Units and distances between places stay below this.</summary>
    public const long MaxUnit = 1L << 52;

    /// <summary>Indices stay within this of zero.</summary>
    public const int MaxIndex = int.MaxValue - 8;

    private readonly long _offset;
    private readonly long _step;
    private readonly long[]? _places;
    private readonly int[] _edges = [];
    private readonly long _origin;
    private readonly int _shift;

    /// <summary>Evenly spaced places: <paramref name="offset"/> + index * <paramref name="step"/>.</summary>
    public Lattice(long offset, long step, long origin, int shift) => (_offset, _step, _origin, _shift) = (offset, step, origin, shift);

    /// <summary>Listed numbers, ascending.</summary>
    /// <param name="domain">How they are units.</param>
    /// <param name="numbers">Their bits.</param>
    /// <param name="origin">The unit that predictions call zero.</param>
    /// <param name="shift">Predictions are in 2^Shift units.</param>
    public Lattice(FieldDomain domain, ulong[] numbers, long origin, int shift)
    {
        (Numbers, _origin, _shift) = (numbers, origin, shift);
        var places = new long[numbers.Length];
        for (var i = 0; i < places.Length; i++)
            domain.TryUnits(numbers[i], out places[i]);
        _places = places;
        _edges = new int[places.Length + 1];
        for (var i = 1; i < places.Length; i++)
            _edges[i] = Ground(places[i - 1] + ((places[i] - places[i - 1]) >> 1));
        _edges[0] = Ground(places[0]) - 1;
        _edges[^1] = Ground(places[^1]) + 1;
    }

    /// <summary>The bits of the numbers, if they are listed.</summary>
    public ulong[]? Numbers { get; }

    /// <summary>The first place.</summary>
    public long Offset => _offset;

    /// <summary>The distance between places.</summary>
    public long Step => _step;

    /// <summary>The place of an index, in units.</summary>
    public long Unit(int index) => _places is null ? _offset + (index * _step) : _places[Math.Clamp(index, 0, _places.Length - 1)];

    /// <summary>The bits of the number of an index: the last step of decoding.</summary>
    public ulong Bits(FieldDomain domain, int index) => Numbers is null ? domain.Bits(Unit(index)) : Numbers[Math.Clamp(index, 0, Numbers.Length - 1)];

    /// <summary>The place of an index on the ground on which values are predicted.</summary>
    public int Place(int index) => Ground(Unit(index));

    /// <summary>Where, on the ground, the places that are nearest to an index begin.</summary>
    public int Edge(int index) => _places is null
        ? Ground(_offset + (index * _step) - (_step >> 1))
        : index <= 0 ? int.MinValue / 4 : index >= _places.Length ? int.MaxValue / 4 : _edges[index];

    /// <summary>The index whose place is nearest to a place on the ground.</summary>
    public int Index(int ground)
    {
        if (_places is null)
        {
            var unit = (_shift >= 0 ? (long)ground << _shift : ground >> -_shift) + _origin - _offset + (_step >> 1);
            var index = unit / _step;
            return (int)Math.Clamp(unit < 0 && index * _step != unit ? index - 1 : index, -MaxIndex, MaxIndex);
        }

        var (low, high) = (0, _places.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (_edges[middle] <= ground)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    /// <summary>The index whose place is nearest to a place in units: for encoders.</summary>
    public int Nearest(long unit)
    {
        if (_places is null)
        {
            var (index, rest) = Math.DivRem(unit - _offset + (_step >> 1), _step);
            return (int)Math.Clamp(rest < 0 ? index - 1 : index, -MaxIndex, MaxIndex);
        }

        var found = Array.BinarySearch(_places, unit);
        if (found >= 0)
            return found;
        found = ~found;
        if (found == 0 || found == _places.Length)
            return Math.Max(0, found - 1);
        return unit - _places[found - 1] <= _places[found] - unit ? found - 1 : found;
    }

    private int Ground(long unit) => ToGround(unit, _origin, _shift);

    /// <summary>Units on the ground of the predictions: less an origin, divided by 2^shift.</summary>
    public static int ToGround(long unit, long origin, int shift)
    {
        var moved = unit - origin;
        const long Most = 1L << 28;
        moved = shift >= 0 ? moved >> shift : Math.Clamp(moved, -Most, Most) << -shift;
        return (int)Math.Clamp(moved, -Most, Most);
    }
}
