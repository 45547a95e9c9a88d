using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Hourglass.Numerics;

namespace Hourglass.Text.Words;

/// <summary>Writes vectors in the two formats of word2vec, which gensim, spaCy and many others read.</summary>
/// <remarks>Both begin with the line "V n". Text: a word and n numbers a line. Binary: a word, a blank, n little-endian float32, a line end.</remarks>
public static class Word2VecFile
{
    /// <summary>Writes text.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void WriteText(string path, WordVectors vectors) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(Header(vectors));
        for (var i = 0; i < vectors.Vocabulary.Words.Count; i++)
        {
            writer.Write(vectors.Vocabulary.Words[i]);
            foreach (var value in vectors[i])
            {
                writer.Write(' ');
                writer.Write(value.ToString("G7", CultureInfo.InvariantCulture));
            }

            writer.WriteLine();
        }
    });

    /// <summary>Writes binary.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void WriteBinary(string path, WordVectors vectors) => AtomicFile.Write(path, stream =>
    {
        stream.Write(Encoding.ASCII.GetBytes(Header(vectors) + "\n"));
        for (var i = 0; i < vectors.Vocabulary.Words.Count; i++)
        {
            stream.Write(Encoding.UTF8.GetBytes(vectors.Vocabulary.Words[i]));
            stream.WriteByte((byte)' ');
            stream.Write(MemoryMarshal.AsBytes(vectors[i]));
            stream.WriteByte((byte)'\n');
        }
    });

    private static string Header(WordVectors vectors) => string.Create(CultureInfo.InvariantCulture, $"{vectors.Vocabulary.Words.Count} {vectors.Dimensions}");
}
