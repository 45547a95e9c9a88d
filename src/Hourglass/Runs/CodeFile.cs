using System.Globalization;
using System.Text;
using Hourglass.Archives;
using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Runs;

/// <summary>
/// Codes in a file: NumPy's npy with float32 <c>[N, n]</c>, or csv with a row for every sample: <c>name,label,c0,c1,...</c>, labels empty where there
/// are none.
/// </summary>
public static class CodeFile
{
    private const string Npy = ".npy";
    private const string Csv = ".csv";

    /// <summary>Whether a file name has an ending that codes can be written as.</summary>
    public static bool IsSupported(string path) => EndingOf(path) is Npy or Csv;

    /// <summary>Encodes a data set into a file, batch after batch; the file appears whole or not at all.</summary>
    /// <param name="path">A file ending in <c>.npy</c> or <c>.csv</c>.</param>
    /// <param name="model">Encodes.</param>
    /// <param name="data">Its shape must be the model's.</param>
    /// <param name="progress">Told how many samples are done.</param>
    /// <param name="cancellation">Stops after the batch in progress; no file is left.</param>
    /// <exception cref="ArgumentException">The ending is neither.</exception>
    /// <exception cref="ModelMismatchException">The data has another shape.</exception>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(
        string path, Autoencoder model, DataSet data, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        Check(path);
        AtomicFile.Write(path, stream =>
        {
            if (EndingOf(path) == Npy)
            {
                using var array = new NpyWriter(stream, [data.Count, model.CodeLength]);
                model.EncodeAll(data, (_, _, codes) => array.Write(codes.Span), progress, cancellation);
                array.Complete();
            }
            else
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
                WriteHeader(writer, model.CodeLength);
                model.EncodeAll(data, (first, _, codes) => WriteRows(writer, data, first, codes.Span, model.CodeLength), progress, cancellation);
            }
        });
    }

    /// <summary>Writes the codes that an archive holds; labels are empty. The file appears whole or not at all.</summary>
    /// <exception cref="ArgumentException">The ending is neither.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(string path, PictureCodes codes)
    {
        Check(path);
        var values = codes.ToArray();
        AtomicFile.Write(path, stream =>
        {
            if (EndingOf(path) == Npy)
            {
                using var array = new NpyWriter(stream, [codes.Count, codes.CodeLength]);
                array.Write(values);
                array.Complete();
                return;
            }

            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            WriteHeader(writer, codes.CodeLength);
            for (var i = 0; i < codes.Count; i++)
                WriteRow(writer, codes.NameOf(i), "", values.AsSpan(i * codes.CodeLength, codes.CodeLength));
        });
    }

    /// <summary>Opens codes as vectors <c>[n]</c>: an npy file, or csv as <see cref="Write(string, PictureCodes)"/> writes it.</summary>
    /// <exception cref="DataException">The file is not there or holds no codes.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DataSet Open(string path)
    {
        if (!File.Exists(path))
            throw new DataException($"{path} is not there; name a file with codes, as encode writes it.");
        if (EndingOf(path) != Csv)
            return DataSets.Open(path);
        using var reader = new StreamReader(path, Encoding.UTF8);
        return CodeTable.Read(reader, path);
    }

    private static void WriteHeader(TextWriter writer, int codeLength)
    {
        writer.Write("name,label");
        for (var i = 0; i < codeLength; i++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $",c{i}"));
        writer.WriteLine();
    }

    private static void WriteRows(TextWriter writer, DataSet data, int first, ReadOnlySpan<float> codes, int codeLength)
    {
        for (var row = 0; row < codes.Length / codeLength; row++)
        {
            var label = data.HasLabels ? data.LabelNames[data.LabelOf(first + row)] : "";
            WriteRow(writer, data.NameOf(first + row), label, codes.Slice(row * codeLength, codeLength));
        }
    }

    private static void WriteRow(TextWriter writer, string name, string label, ReadOnlySpan<float> code)
    {
        writer.Write(CsvText.Quote(name));
        writer.Write(',');
        writer.Write(CsvText.Quote(label));
        foreach (var value in code)
        {
            writer.Write(',');
            writer.Write(value.ToString("R", CultureInfo.InvariantCulture));
        }

        writer.WriteLine();
    }

    private static void Check(string path)
    {
        if (!IsSupported(path))
            throw new ArgumentException($"{path} ends neither in {Npy} nor in {Csv}.", nameof(path));
    }

    private static string EndingOf(string path) => Path.GetExtension(path).ToLowerInvariant();
}
