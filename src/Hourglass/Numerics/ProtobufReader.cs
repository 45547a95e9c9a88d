namespace Hourglass.Numerics;

/// <summary>Walks the fields of one protobuf message, for checks of files that others wrote; the counterpart of <see cref="ProtobufWriter"/>.</summary>
/// <param name="message">The bytes of the message, without a length before them.</param>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int LargestShift = 63;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _next;

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>The value of the current field when it is a varint, else 0.</summary>
    public ulong Number { get; private set; }

    /// <summary>The value of the current field when it is text, bytes, a packed list or a message, else empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Goes on to the next field; false at the end of the message.</summary>
    /// <exception cref="InvalidDataException">The bytes are no protobuf message; its text says where.</exception>
    public bool Read()
    {
        if (_next == _message.Length)
            return false;
        var start = _next;
        var tag = ReadVarint();
        if (tag is < 8 or > uint.MaxValue)
            throw Broken(start, $"field number {tag >> 3}");
        Field = (int)(tag >> 3);
        Number = 0;
        Bytes = default;
        switch (tag & 7)
        {
            case 0:
                Number = ReadVarint();
                break;
            case 1:
                Skip(sizeof(double));
                break;
            case 2:
                Bytes = Skip(ReadVarint());
                break;
            case 5:
                Skip(sizeof(float));
                break;
            default:
                throw Broken(start, $"wire kind {tag & 7}");
        }

        return true;
    }

    private ReadOnlySpan<byte> Skip(ulong count)
    {
        if (count > (ulong)(_message.Length - _next))
            throw Broken(_next, $"a length of {count}");
        _next += (int)count;
        return _message.Slice(_next - (int)count, (int)count);
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift <= LargestShift; shift += 7)
        {
            if (_next == _message.Length)
                throw Broken(_next, "an end in the middle of a number");
            var piece = _message[_next++];
            value |= (ulong)(piece & 0x7F) << shift;
            if (piece < 0x80)
                return value;
        }

        throw Broken(_next, "a number of more than 64 bits");
    }

    private static InvalidDataException Broken(int place, string found) => new($"{found} at byte {place} of a protobuf message");
}
