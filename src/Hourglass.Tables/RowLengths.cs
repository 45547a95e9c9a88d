using System.IO.Compression;
using System.Text;

namespace Hourglass.Tables;

/// <summary>Finds the first row of a text table that has another number of fields than the first.</summary>
internal static class RowLengths
{
    /// <summary>The line it begins on, how many fields are expected and how many it has; null when all rows are as long, or the file is no text.</summary>
    public static (long Line, int Expected, int Found)? FirstOdd(string path, bool isGzip, char delimiter)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var stream = isGzip ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return FirstOdd(reader, delimiter);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static (long Line, int Expected, int Found)? FirstOdd(StreamReader reader, char delimiter)
    {
        var (expected, fields, isQuoted, isEmpty) = (0, 1, false, true);
        var (line, start) = (1L, 1L);
        while (true)
        {
            var next = reader.Read();
            if (next == '"')
                isQuoted = !isQuoted;
            if (next < 0 || next == '\n' && !isQuoted)
            {
                if (!isEmpty && expected == 0)
                    expected = fields;
                else if (!isEmpty && fields != expected)
                    return (start, expected, fields);
                (fields, isEmpty) = (1, true);
                start = line + 1;
            }
            else if (next == delimiter && !isQuoted)
            {
                (fields, isEmpty) = (fields + 1, false);
            }
            else if (next != '\r')
            {
                isEmpty = false;
            }

            if (next < 0)
                return null;
            if (next == '\n')
                line++;
        }
    }
}
