using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Hourglass.Cli.Tests;

/// <summary>Files that no command may accept.</summary>
internal static class BadFiles
{
    /// <summary>Writes them all into a folder.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        Npy("one.npy", "<f4", "(1, 6)", new byte[24]);
        Npy("nan.npy", "<f4", "(8, 8)", MemoryMarshal.AsBytes(Enumerable.Repeat(float.NaN, 64).ToArray().AsSpan()).ToArray());
        Npy("pickled.npy", "|O", "(8,)", new byte[64]);
        Idx("billions-idx3-ubyte", count: 4_000_000_000, new byte[784]);
        Idx("truncated-idx3-ubyte", count: 10, new byte[7000]);

        void Npy(string name, string type, string shape, byte[] values)
        {
            var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
            byte[] length = [(byte)header.Length, 0];
            File.WriteAllBytes(Path.Combine(folder, name), [0x93, .. "NUMPY"u8, 1, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. values]);
        }

        void Idx(string name, uint count, byte[] values)
        {
            var header = new byte[16];
            BinaryPrimitives.WriteUInt32BigEndian(header, 0x00000803);
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), count);
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), 28);
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(12), 28);
            File.WriteAllBytes(Path.Combine(folder, name), [.. header, .. values]);
        }
    }
}
