using System.IO.Compression;
using System.IO.Hashing;

namespace Hourglass.Data.Arrays;

/// <summary>Data sets of npy and npz files.</summary>
internal static class NpyData
{
    /// <summary>The most arrays an npz may hold.</summary>
    public const int MaxArrays = 1000;

    private const string Ending = ".npy";
    private static readonly string[] s_samples = ["x", "X", "data", "images", "arr_0"];
    private static readonly string[] s_labels = ["y", "Y", "labels", "target"];
    private static readonly string[] s_trainSamples = ["x_train", "X_train", "train_images"];
    private static readonly string[] s_trainLabels = ["y_train", "Y_train", "train_labels"];
    private static readonly string[] s_testSamples = ["x_test", "X_test", "test_images"];
    private static readonly string[] s_testLabels = ["y_test", "Y_test", "test_labels"];

    /// <summary>Opens an npy file of samples.</summary>
    /// <exception cref="DataException">See <see cref="NpyFile.Open"/> and <see cref="ArrayLayout.Of"/>.</exception>
    public static DataSet OpenNpy(string path, IProgress<DataProgress>? progress, CancellationToken cancellation) =>
        Over(NpyFile.Open(path, progress, cancellation), labels: null, path);

    /// <summary>
    /// Opens a part of an npz file: <c>x_train</c> and <c>y_train</c>, <c>x_test</c> and <c>y_test</c>, or one array called x, data, images or arr_0
    /// with labels called y, labels or target, or the only array there is.
    /// </summary>
    /// <exception cref="DataException">It has no such array, or one is broken.</exception>
    public static DataSet OpenNpz(string path, DataPart part, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        using var zip = OpenZip(path);
        var hasParts = HasTestPart(zip);
        if (part == DataPart.Test && !hasParts)
            throw new DataException($"{path} has no test part: it holds {Names(zip)}; a test part is called x_test.");
        var (samples, labels) = part == DataPart.Test ? (s_testSamples, s_testLabels) : (s_trainSamples, s_trainLabels);
        var entry = Find(zip, samples);
        if (entry is null && part == DataPart.Train)
        {
            labels = s_labels;
            entry = Find(zip, s_samples) ?? (zip.Entries.Count == 1 && Find(zip, [Path.GetFileNameWithoutExtension(zip.Entries[0].FullName)]) is { } only ? only : null);
        }

        if (entry is null)
            throw new DataException($"{path} holds {Names(zip)}; call the samples x and the labels y, or x_train, y_train, x_test, y_test.");
        return Over(Read(path, entry, progress, cancellation), Find(zip, labels) is { } found ? Read(path, found, null, cancellation) : null, path);
    }

    /// <summary>Whether an npz file holds train and test samples.</summary>
    /// <exception cref="DataException">It is no zip file.</exception>
    public static bool HasTestPart(string path)
    {
        using var zip = OpenZip(path);
        return HasTestPart(zip);
    }

    private static bool HasTestPart(ZipArchive zip) => Find(zip, s_trainSamples) is not null && Find(zip, s_testSamples) is not null;

    private static DataSet Over(StoredArray array, StoredArray? labels, string path)
    {
        try
        {
            using (labels)
            {
                var layout = ArrayLayout.Of(array.Shape, array.Name);
                var read = labels?.ReadLabels(layout.Count);
                return new DataSet(new ArraySource(array, layout), read?.Values)
                {
                    Name = Path.GetFileNameWithoutExtension(path),
                    Count = layout.Count,
                    Shape = layout.Shape,
                    Range = array.Type.Range,
                    LabelNames = read?.Names ?? [],
                };
            }
        }
        catch
        {
            array.Dispose();
            throw;
        }
    }

    private static ZipArchive OpenZip(string path)
    {
        try
        {
            var zip = ZipFile.OpenRead(path);
            if (zip.Entries.Count <= MaxArrays)
                return zip;
            zip.Dispose();
            throw new DataException($"{path} holds {zip.Entries.Count} arrays; at most {MaxArrays} are read.");
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} is no npz file that can be read: {error.Message.TrimEnd('.')}.", error);
        }
    }

    private static ZipArchiveEntry? Find(ZipArchive zip, string[] names) =>
        names.Select(name => zip.GetEntry(name + Ending)).FirstOrDefault(entry => entry is not null);

    private static string Names(ZipArchive zip) =>
        zip.Entries.Count == 0 ? "nothing" : string.Join(", ", zip.Entries.Take(8).Select(entry => entry.FullName)) + (zip.Entries.Count > 8 ? ", ..." : "");

    private static StoredArray Read(string path, ZipArchiveEntry entry, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var name = $"{path} ({entry.FullName})";
        try
        {
            using var stream = new ChecksummedStream(entry.Open());
            var array = NpyFile.OpenPacked(stream, entry.CompressedLength, name, progress, cancellation);
            if (stream.Checksum == entry.Crc32)
                return array;
            array.Dispose();
            throw new DataException($"{name} has a wrong checksum: it is broken; get the file again.");
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new DataException($"{name} cannot be unpacked: {error.Message.TrimEnd('.')}; get the file again.", error);
        }
    }

    /// <summary>Sums up what is read through it; a zip's own checksum is not checked by the platform.</summary>
    private sealed class ChecksummedStream(Stream inner) : Stream
    {
        private readonly Crc32 _crc = new();

        public uint Checksum => _crc.GetCurrentHashAsUInt32();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            _crc.Append(buffer[..read]);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
        }
    }
}
