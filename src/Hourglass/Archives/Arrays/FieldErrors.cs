using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hourglass.Archives.Arrays;

/// <summary>How far several predictions were off, at the values of this plane and of the one before; sixteen beside each other.</summary>
internal sealed class FieldErrors
{
    /// <summary>How many predictions there is room for.</summary>
    public const int Lanes = 16;

    /// <summary>Larger errors count as this one: sums over a neighborhood stay within 32 bits.</summary>
    public const int Most = 1 << 26;

    private const int Top = 2;
    private const int Side = 2;

    private readonly int _columns;
    private readonly int _stride;
    private readonly bool _rolls;
    private readonly int[][] _planes;
    private int[] _now;
    private int[] _before;
    private bool _hasBefore;
    private int _at;

    public FieldErrors(FieldShape shape)
    {
        _columns = shape.Columns;
        _stride = (shape.Columns + (2 * Side)) * Lanes;
        // One plane has none before it: three rows are enough.
        _rolls = shape.AllPlanes == 1;
        var size = checked((_rolls ? Top + 1 : shape.Rows + Top + 1) * _stride);
        _planes = [new int[size], new int[_rolls ? 0 : size]];
        (_now, _before) = (_planes[0], _planes[1]);
    }

    /// <summary>The sums of the errors around a value, nearer ones counting more: about ten times the mean.</summary>
    public int[] Near { get; } = new int[Lanes];

    /// <summary>The errors of the value that was looked at last: to be filled in.</summary>
    public Span<int> Here => _now.AsSpan(_at, Lanes);

    /// <summary>Begins a plane.</summary>
    /// <param name="hasBefore">Whether the plane before is the same field a step earlier.</param>
    public void BeginPlane(bool hasBefore)
    {
        if (!_rolls)
            (_now, _before) = (_before, _now);
        _hasBefore = hasBefore;
        _now.AsSpan(0, (Top + 1) * _stride).Clear();
    }

    /// <summary>Begins a row: on its left is what is above.</summary>
    public void BeginRow(int y)
    {
        if (_rolls && y > 0)
            Array.Copy(_now, _stride, _now, 0, Top * _stride);
        _at = ((_rolls ? Top : y + Top) * _stride) + (Side * Lanes);
        for (var i = 1; i <= Side; i++)
            _now.AsSpan(_at - _stride, Lanes).CopyTo(_now.AsSpan(_at - (i * Lanes)));
        _at -= Lanes;
    }

    /// <summary>Ends a row: on its right is its last value.</summary>
    public void EndRow(int y, int rows)
    {
        var end = ((_rolls ? Top : y + Top) * _stride) + ((Side + _columns) * Lanes);
        for (var i = 0; i < Side; i++)
            _now.AsSpan(end - Lanes, Lanes).CopyTo(_now.AsSpan(end + (i * Lanes)));
        if (!_rolls && y == rows - 1)
            _now.AsSpan(end - ((Side + _columns) * Lanes), _stride).CopyTo(_now.AsSpan(end + (Side * Lanes)));
    }

    /// <summary>Goes on to the next value of the row and sums up what is around it.</summary>
    public void Look()
    {
        _at += Lanes;
        ref var now = ref _now[_at];
        ref var before = ref _hasBefore ? ref _before[_at] : ref now;
        if (Coding.Lanes.AreVectors)
        {
            for (var lane = 0; lane < Lanes; lane += Vector<int>.Count)
                LookAtSeveral(ref now, ref before, lane).StoreUnsafe(ref Near[lane]);
            return;
        }

        for (var lane = 0; lane < Lanes; lane++)
            Near[lane] = LookAtOne(ref now, ref before, lane);
    }

    /// <summary>Makes what was learned known as what is above the rest of the first row.</summary>
    public void SpreadFirstRow()
    {
        for (var row = 1; row <= Top; row++)
        {
            for (var i = 0; i <= Side; i++)
                Here.CopyTo(_now.AsSpan(_at - (row * _stride) + (i * Lanes)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<int> LookAtSeveral(ref int now, ref int before, int lane)
    {
        var near = ((Several(ref now, lane - Lanes) + Several(ref now, lane - _stride)) << 1) + Several(ref now, lane - _stride - Lanes)
            + Several(ref now, lane - _stride + Lanes) + Several(ref now, lane - (2 * Lanes)) + Several(ref now, lane - (2 * _stride));
        return _hasBefore
            ? near + (((Several(ref before, lane) << 1) + Several(ref before, lane + Lanes) + Several(ref before, lane + _stride)) >> 1) - (near >> 2)
            : near + (near >> 2);
    }

    private int LookAtOne(ref int now, ref int before, int lane)
    {
        var near = ((One(ref now, lane - Lanes) + One(ref now, lane - _stride)) << 1) + One(ref now, lane - _stride - Lanes)
            + One(ref now, lane - _stride + Lanes) + One(ref now, lane - (2 * Lanes)) + One(ref now, lane - (2 * _stride));
        return _hasBefore
            ? near + (((One(ref before, lane) << 1) + One(ref before, lane + Lanes) + One(ref before, lane + _stride)) >> 1) - (near >> 2)
            : near + (near >> 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Several(ref int place, int offset) => Vector.LoadUnsafe(ref Unsafe.Add(ref place, offset));

    private static int One(ref int place, int offset) => Unsafe.Add(ref place, offset);
}
