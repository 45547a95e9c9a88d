using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Hourglass.Data.Bytes;

namespace Hourglass.Data.Arrays;

/// <summary>The header of an npy file.</summary>
/// <param name="Type">The type of the values.</param>
/// <param name="Fortran">Whether the first side runs fastest.</param>
/// <param name="Shape">The sides.</param>
/// <remarks><code>
/// 0x93 NUMPY | version u8 u8 | length: u16 (version 1) or u32, little-endian | {'descr': '&lt;f4', 'fortran_order': False, 'shape': (60000, 784), } | values
/// </code>NumPy Enhancement Proposal 1 (R. Kern, 2007); versions 1 to 3.</remarks>
internal sealed record NpyHeader(ElementType Type, bool Fortran, long[] Shape)
{
    /// <summary>The longest header that is read, in bytes; numpy itself writes some 120.</summary>
    public const int MaxBytes = 1 << 16;

    /// <summary>The most sides that are read.</summary>
    public const int MaxRank = 8;

    private const int PrefixBytes = 8;

    /// <summary>The bytes that every npy file begins with.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header; the stream then stands at the first value.</summary>
    /// <param name="stream">Stands at the first byte of the file.</param>
    /// <param name="name">The name of the file or array, for messages.</param>
    /// <exception cref="DataException">A field is not what the format says, or the values are Python objects.</exception>
    public static NpyHeader Read(Stream stream, string name)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        Spool.ReadHeader(stream, prefix, name, "npy");
        if (!prefix.StartsWith(Magic))
            throw new DataException($"{name} does not begin with \\x93NUMPY: it is no npy file.");
        if (prefix[6] is < 1 or > 3 || prefix[7] != 0)
            throw new DataException($"{name} is npy version {prefix[6]}.{prefix[7]}; 1.0, 2.0 and 3.0 are read.");
        Span<byte> word = stackalloc byte[prefix[6] == 1 ? sizeof(ushort) : sizeof(uint)];
        Spool.ReadHeader(stream, word, name, "npy");
        var length = word.Length == sizeof(ushort) ? BinaryPrimitives.ReadUInt16LittleEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
        if (length > MaxBytes)
            throw new DataException($"{name}: its npy header claims {length} bytes; at most {MaxBytes} are read.");
        var text = new byte[length];
        Spool.ReadHeader(stream, text, name, "npy");
        return Parse(Encoding.UTF8.GetString(text), name);
    }

    /// <summary>The header that numpy would write for float32 values in C order, padded so that the values begin at a multiple of 64 bytes.</summary>
    public static byte[] ForSingles(IReadOnlyList<int> shape)
    {
        var sides = string.Join(", ", shape.Select(side => side.ToString(CultureInfo.InvariantCulture)));
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({sides}{(shape.Count == 1 ? "," : "")}), }}";
        const int Alignment = 64;
        var before = PrefixBytes + sizeof(ushort);
        var padded = (before + text.Length + 1 + Alignment - 1) / Alignment * Alignment - before;
        var header = new byte[before + padded];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(PrefixBytes), (ushort)padded);
        Encoding.ASCII.GetBytes(text.PadRight(padded - 1) + "\n").CopyTo(header, before);
        return header;
    }

    private static NpyHeader Parse(string text, string name)
    {
        var literal = new PythonLiteral(text, name);
        string? type = null;
        bool? fortran = null;
        long[]? shape = null;
        literal.Expect('{');
        while (!literal.Take('}'))
        {
            var key = literal.String();
            literal.Expect(':');
            var twice = key switch
            {
                "descr" => type is not null,
                "fortran_order" => fortran is not null,
                "shape" => shape is not null,
                _ => throw new DataException($"{name}: its npy header has an unknown entry '{key}'; expected descr, fortran_order and shape."),
            };
            if (twice)
                throw new DataException($"{name}: its npy header has '{key}' twice.");
            if (key is "descr")
                type = literal.Peek('[') ? throw Fields(name) : literal.String();
            else if (key is "fortran_order")
                fortran = literal.Boolean();
            else
                shape = literal.Tuple(MaxRank);
            if (!literal.Take(','))
            {
                literal.Expect('}');
                break;
            }
        }

        literal.End();
        if (type is null || fortran is null || shape is null)
            throw new DataException($"{name}: its npy header lacks {(type is null ? "descr" : fortran is null ? "fortran_order" : "shape")}.");
        return new NpyHeader(TypeOf(type, name), fortran.Value && shape.Length > 1, shape);
    }

    private static ElementType TypeOf(string text, string name)
    {
        if (text.TrimStart('|', '<', '>', '=') is "O")
            throw new DataException($"{name} holds pickled Python objects, which can run code when they are read; save it as numbers (array.astype('float32')).");
        ElementKind? kind = text is [_, .. var rest] ? rest switch
        {
            "b1" => ElementKind.Boolean,
            "u1" => ElementKind.UInt8,
            "i1" => ElementKind.Int8,
            "u2" => ElementKind.UInt16,
            "i2" => ElementKind.Int16,
            "i4" => ElementKind.Int32,
            "i8" => ElementKind.Int64,
            "f2" => ElementKind.Float16,
            "f4" => ElementKind.Float32,
            "f8" => ElementKind.Float64,
            _ => null,
        } : null;
        if (kind is null || text[0] is not ('<' or '>' or '|' or '='))
            throw new DataException($"{name} has the type '{text}'; read are b1, u1, u2, i1, i2, i4, i8, f2, f4 and f8: convert it (array.astype('float32')).");
        var type = new ElementType(kind.Value);
        return text[0] switch
        {
            '|' when type.Size > 1 => throw new DataException($"{name} has the type '{text}', which leaves the order of its bytes open."),
            '>' when type.Size > 1 => type with { BigEndian = true },
            _ => type,
        };
    }

    private static DataException Fields(string name) =>
        new($"{name} is a structured array with named fields; save one field, or all of them as one plain array of numbers.");
}
