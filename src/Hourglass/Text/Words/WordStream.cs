using Hourglass.Text.Reading;

namespace Hourglass.Text.Words;

/// <summary>Takes one word, in small letters; an empty one where a line ends.</summary>
/// <param name="word">Valid during the call only.</param>
internal delegate void WordSink(ReadOnlySpan<char> word);

/// <summary>The words of files as they come: memory does not grow with the files, nor with a line.</summary>
internal static class WordStream
{
    private const int BufferLength = 1 << 15;

    /// <summary>Goes once over all files.</summary>
    /// <param name="paths">Text files.</param>
    /// <param name="strict">Whether bytes that are not UTF-8 are an error.</param>
    /// <param name="sink">Takes the words.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>What to tell the user about the reading.</returns>
    /// <exception cref="Data.DataException">A file cannot be read.</exception>
    public static IReadOnlyList<string> Read(IEnumerable<string> paths, bool strict, WordSink sink, CancellationToken cancellation)
    {
        var notes = new List<string>();
        var buffer = new char[BufferLength];
        foreach (var path in paths)
        {
            using var file = Utf8File.Open(path, strict);
            var kept = 0;
            while (file.Read(buffer.AsSpan(kept)) is > 0 and var count)
            {
                cancellation.ThrowIfCancellationRequested();
                var text = buffer.AsSpan(0, kept + count);

                // What stands behind the last blank may go on in the next piece; a word too long for that is cut.
                var end = text.LastIndexOfAny(' ', '\n') + 1;
                end = end == 0 ? text.Length : end;
                Cut(text[..end], sink);
                text[end..].CopyTo(buffer);
                kept = text.Length - end;
                if (kept > BufferLength / 2)
                {
                    Cut(buffer.AsSpan(0, kept), sink);
                    kept = 0;
                }
            }

            Cut(buffer.AsSpan(0, kept), sink);
            sink([]);
            if (file.Note is { } note)
                notes.Add(note);
        }

        return notes;
    }

    private static void Cut(ReadOnlySpan<char> text, WordSink sink)
    {
        Span<char> lower = stackalloc char[Tokens.MaxLength];
        while (true)
        {
            var end = text.IndexOf('\n');
            var line = end < 0 ? text : text[..end];
            while (Tokens.Next(ref line, out var word))
                sink(lower[..Tokens.Lower(word, lower)]);
            if (end < 0)
                return;
            sink([]);
            text = text[(end + 1)..];
        }
    }
}
