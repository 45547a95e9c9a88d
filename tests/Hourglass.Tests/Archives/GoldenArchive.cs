using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Hourglass.Archives;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Networks;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;
using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Tests.Archives.Codes;
using Hourglass.Tests.Archives.Networks;
using Hourglass.Tests.Archives.Restoration;
using Hourglass.Tests.Data;

namespace Hourglass.Tests.Archives;

/// <summary>An archive that is kept for ever, and how it was made.</summary>
/// <param name="Name">Of its file, without <c>.hga</c>.</param>
/// <param name="Fill">Gives it its data.</param>
/// <param name="MakeModel">What its codec learned beforehand.</param>
/// <param name="Options">How it is packed, by a model.</param>
/// <param name="Again">Whether its codec makes the same bytes of what came out of it.</param>
internal sealed record GoldenArchive(
    string Name, Action<Box> Fill, Func<ReadOnlyMemory<byte>> MakeModel, Func<ReadOnlyMemory<byte>, PackOptions> Options, bool Again = true)
{
    public static IReadOnlyList<GoldenArchive> All { get; } =
    [
        Without("bytes", FillBytes, Box.Quick),
        // "ctx1" was packed when references were chosen in another way, "mix1" with all contexts.
        Without("ctx1", FillPictures, Box.Quick with { Codecs = [new ContextCodec()] }) with { Again = false },
        Without("ctx1-references", FillAlike, Box.Quick with { Codecs = [new ContextCodec()] }),
        Without("ctx1-error", AddDigits, Box.Quick with { Codecs = [new ContextCodec()], MaxError = 8 }),
        new("net1", AddDigits, Network, model => Box.Quick with { Codecs = [new NetworkPixelCodec(model)] }),
        new("mix1", AddDigits, Network, model => Box.Quick with { Codecs = [new MixedCodec(model)] }, Again: false),
        new("mix1-lean", AddDigits, Network, model => Box.Quick with { Codecs = [new MixedCodec(model)] }),
        new("lat1", AddDigits, () => Lattice(new ContextCodec()), model => Codes(LatticeCodec.Open(model)), Again: false),
        new("lat1-cells", AddDigits, () => Lattice(new CellCodec()), model => Codes(LatticeCodec.Open(model)), Again: false),
        new("vec1", box => box.Add("images", Pictures.Idx(3, 400, 5, 6)), () => VectorCodecTests.Codec().Model, model => Codes(new GivenCodes(model)), Again: false),
        Without("codes", box => box.Add("images", Pictures.Idx(3, 40, 5, 6)), GivenVectors.Beside with { Codecs = [new ContextCodec()] }),
        Without("arr1", FillArrays, Box.Quick),
        Without("arr1-error", FillArrays, Box.Quick with { RelativeError = 1e-3 }) with { Again = false },
        Without("appended", AddDigits, Box.Quick with { Codecs = [new ContextCodec()] }),
    ];

    /// <summary>Where the archives and the checksums of what is in them lie, beside this program.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Archives", "Golden");

    /// <summary>Where they lie beside this file.</summary>
    public static string SourceFolder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Golden");

    public byte[] Read() => File.ReadAllBytes(Path.Combine(Folder, Name + ".hga"));

    /// <summary>Packs the data of a box.</summary>
    public void Pack(Box box, ReadOnlyMemory<byte> model)
    {
        box.Pack(Options(model));
        if (Name != "appended")
            return;
        File.WriteAllText(box.Path("more.txt"), "Some more text.");
        ArchivePacker.Append(box.Path("more.txt"), box.Archive, Box.Quick);
        File.WriteAllBytes(box.Path("deep.pgm"), Pictures.Pnm(Pictures.Drawn(19, 17, 1, 65536, 9)));
        ArchivePacker.Append(box.Path("deep.pgm"), box.Archive, Options(model));
    }

    private static GoldenArchive Without(string name, Action<Box> fill, PackOptions options) => new(name, fill, () => default, _ => options);

    /// <summary>Pictures that are put together from earlier ones.</summary>
    private static void FillAlike(Box box)
    {
        Raster[] pictures = [.. Enumerable.Range(0, 6).Select(i => Pictures.Drawn(70, 66, 1, 256, (ulong)i))];
        for (var i = 0; i < pictures[0].Samples.Length; i++)
        {
            for (var made = 3; made < pictures.Length; made++)
                pictures[made].Samples[i] = pictures[(i / (70 * 22) + made) % 3].Samples[i];
        }

        for (var i = 0; i < pictures.Length; i++)
            box.Add($"{i}.pgm", Pictures.Pnm(pictures[i]));
    }

    private static void FillBytes(Box box)
    {
        box.Add("text", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(i => $"{i * i} is the square of {i}.\n"))));
        box.Add("folder/empty", []);
        Directory.CreateDirectory(Path.Combine(box.Data, "nothing/in it"));
        box.Add("noise.bin", TemporaryFolder.Values(4, 1500));
        box.Add("tall.bmp", Pictures.Bmp(Pictures.Drawn(5, 60, 3, 256, 3)));
        for (var i = 0; i < 4; i++)
        {
            // Rows that repeat: PNG's own packing wins.
            var picture = Pictures.Drawn(64, 64, 1, 256, (ulong)i);
            for (var y = 1; y < 64; y++)
                picture.Samples.AsSpan(0, 64).CopyTo(picture.Samples.AsSpan(64 * y));
            box.Add($"{i}.png", Pictures.Png(picture, 0));
        }
    }

    private static void FillPictures(Box box)
    {
        AddDigits(box);
        box.Add("color.png", Pictures.Png(Pictures.Drawn(24, 20, 3, 256, 1), 2));
        box.Add("color.ppm", Pictures.Pnm(Pictures.Drawn(9, 30, 3, 256, 2)));
        box.Add("see-through.png", Pictures.Png(Pictures.Drawn(11, 10, 4, 256, 3), 6));
        box.Add("palette.png", Pictures.Png(Pictures.Drawn(30, 30, 1, 16, 4), 3));
        box.Add("deep.pgm", Pictures.Pnm(Pictures.Drawn(24, 20, 1, 65536, 5)));
        // Large enough to be coded by what they have in common.
        for (var i = 0; i < 3; i++)
            box.Add($"letter-{i}.png", Pictures.Png(Letter(80 + (5 * (i % 2))), 0));
    }

    private static void FillArrays(Box box)
    {
        var rng = new Rng(8);
        box.Add("waves.npy", Npy("<f4", [2, 24, 30], i => BitConverter.GetBytes((((i % 30 * (i % 30)) - (7 * (i / 30 % 24))) / 64f) + (rng.NextInt(16) / 128f))));
        box.Add("steps.npy", Npy("<i2", [40, 12], i => BitConverter.GetBytes((short)((i / 12 * 50) - (i % 12) + rng.NextInt(4)))));
        box.Add("line.npy", Npy("<f8", [200], i => BitConverter.GetBytes(i == 70 ? double.NaN : (i * 0.25) + rng.NextInt(3))));
        box.Add("random.npy", Npy("<f4", [60], _ => BitConverter.GetBytes((uint)rng.NextInt(int.MaxValue))));
    }

    private static void AddDigits(Box box)
    {
        using var digits = DataSets.Open("digits", DataPart.Test);
        const int Count = 24;
        var header = Pictures.Idx(1, Count, 28, 28)[..16];
        var values = new float[28 * 28];
        var bytes = new List<byte>(header);
        for (var i = 0; i < Count; i++)
        {
            digits.Read(i, values);
            bytes.AddRange(values.Select(value => (byte)value));
        }

        box.Add("digits", [.. bytes]);
    }

    private static ReadOnlyMemory<byte> Network() => GivenNetworks.Network(GivenNetworks.Grey).Write();

    private static ReadOnlyMemory<byte> Lattice(IPixelCodec inner) => new LatticeCodec(
        new Lattice(256, [60, 128, 200], [0, 2800, 5400, Hourglass.Archives.Restoration.Lattice.One]), 1, RandomNetwork.Draw(new Rng(1), 1, 8, 2), inner).Model;

    private static PackOptions Codes(IPixelCodec codec) => Box.Quick with
    {
        Codecs = null,
        Codes = new CodeTarget(CodeTargetKind.Psnr, 1),
        Search = (_, _, _, _) => new CodeSearchResult(codec, new RatePoint("given", 1, 1, 1, 1, 1, 0), []),
    };

    /// <summary>A letter of a line of some thickness.</summary>
    private static Raster Letter(int size)
    {
        var picture = new Raster(72, 64, 1, 2);
        for (var i = 0; i < picture.Samples.Length; i++)
        {
            var (x, y) = ((i % 72) - 36, (i / 72) - 32);
            picture.Samples[i] = (ushort)(((x * x) + (y * y)) / size % 5 == 2 ? 1 : 0);
        }

        return picture;
    }

    private static byte[] Npy(string type, int[] shape, Func<int, byte[]> valueOf)
    {
        var sides = string.Join(", ", shape.Select(side => side.ToString(CultureInfo.InvariantCulture)));
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sides}{(shape.Length == 1 ? "," : "")}), }}".PadRight(117) + "\n";
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).SelectMany(valueOf)];
    }

    /// <summary>Codes that follow a rule, whatever the pictures: a decoder does not care where they come from.</summary>
    private sealed class GivenCodes(ReadOnlyMemory<byte> model) : IPixelCodec
    {
        private readonly VectorCodec _codec = VectorCodec.Open(model);

        public string Id => _codec.Id;

        public bool IsExact => false;

        public ReadOnlyMemory<byte> Model => model;

        public byte[] Encode(IReadOnlyList<Raster> pictures, CancellationToken cancellation)
        {
            var coder = new Hourglass.Archives.Coding.BinaryEncoder();
            var coding = new LatentCoding(VectorCodecTests.Ranges);
            for (var i = 0; i < pictures.Count; i++)
                coding.Code(ref coder, VectorCodecTests.Ranges.Select((range, n) => (short)(range.Low + (i * (n + 3) % range.Count))).ToArray());
            return coder.Finish();
        }

        public void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Raster> pictures, CancellationToken cancellation) =>
            _codec.Decode(payload, pictures, cancellation);
    }
}
