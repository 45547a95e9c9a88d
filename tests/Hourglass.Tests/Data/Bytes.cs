using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Hourglass.Tests.Data;

/// <summary>Bytes of files, well formed or not.</summary>
internal static class Bytes
{
    public static byte[] Idx(byte type, uint[] sides, byte[] values)
    {
        var file = new byte[4 + 4 * sides.Length + values.Length];
        (file[2], file[3]) = (type, (byte)sides.Length);
        for (var i = 0; i < sides.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 + 4 * i), sides[i]);
        values.CopyTo(file, 4 + 4 * sides.Length);
        return file;
    }

    public static byte[] Npy(string dictionary, byte[] values, byte version = 1)
    {
        var text = Encoding.Latin1.GetBytes(dictionary + "\n");
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. values];
    }

    public static byte[] Npy(string type, string shape, byte[] values, bool fortran = false) =>
        Npy($"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': {shape}, }}", values);

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        return packed.ToArray();
    }

    public static byte[] Singles(params float[] values) =>
        [.. values.SelectMany(BitConverter.GetBytes)];
}
