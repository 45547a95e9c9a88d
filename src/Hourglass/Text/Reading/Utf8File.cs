using System.Buffers;
using System.IO.Compression;
using System.Text;
using Hourglass.Data;

namespace Hourglass.Text.Reading;

/// <summary>A text file of any size, read as UTF-8 piece by piece; gzip is recognized by its first bytes.</summary>
/// <remarks>
/// Line ends come out as <c>\n</c> whatever the file has, a byte order mark is left out. Bytes that are not UTF-8 are counted and come out as U+FFFD,
/// or are refused.
/// </remarks>
public sealed class Utf8File : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private const int LongestRune = 4;

    private readonly byte[] _bytes = new byte[BufferBytes];
    private readonly Stream _stream;
    private readonly bool _strict;
    private readonly string _path;
    private int _start, _end;
    private long _offset;
    private bool _ended, _afterReturn;

    private Utf8File(string path, Stream stream, bool strict) => (_path, _stream, _strict) = (path, stream, strict);

    /// <summary>How many bytes were not UTF-8 so far.</summary>
    public long InvalidBytes { get; private set; }

    /// <summary>Where the first such byte stands in the text, from 0; meaningless while there is none.</summary>
    public long FirstInvalid { get; private set; }

    /// <summary>Whether the name says that the text is Markdown.</summary>
    public bool IsMarkdown => _path.EndsWith(".md", StringComparison.OrdinalIgnoreCase) || _path.EndsWith(".md.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>What to tell the user about bytes that were replaced, or null.</summary>
    public string? Note => InvalidBytes == 0
        ? null
        : FormattableString.Invariant($"{_path}: {InvalidBytes} {(InvalidBytes == 1 ? "byte is" : "bytes are")} not UTF-8, the first at offset {FirstInvalid}; read as U+FFFD (--strict refuses such a file)");

    /// <summary>Opens a file.</summary>
    /// <param name="path">A text file, or one that gzip made of it.</param>
    /// <param name="strict">Whether bytes that are not UTF-8 are an error.</param>
    /// <exception cref="DataException">There is no such file, it is text in UTF-16, or no text.</exception>
    public static Utf8File Open(string path, bool strict = false)
    {
        if (!File.Exists(path))
            throw new DataException(Directory.Exists(path) ? $"'{path}' is a folder; name a text file." : $"There is no file '{path}'.");
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        Span<byte> magic = stackalloc byte[2];
        var read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        var text = new Utf8File(path, read == 2 && magic is [0x1F, 0x8B] ? new GZipStream(file, CompressionMode.Decompress) : file, strict);
        try
        {
            text.SkipMark();
            return text;
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    /// <summary>A text that is in memory already.</summary>
    public static Utf8File Of(string text)
    {
        var file = new Utf8File("text", new MemoryStream(Encoding.UTF8.GetBytes(text)), strict: false);
        file.SkipMark();
        return file;
    }

    /// <summary>Reads the next characters.</summary>
    /// <param name="characters">At least 2 long; filled from its start, never with half a surrogate pair at its end.</param>
    /// <returns>How many there are; 0 at the end of the file.</returns>
    /// <exception cref="DataException">A byte is not UTF-8 and the reading is strict, or the gzip file is damaged.</exception>
    public int Read(Span<char> characters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(characters.Length, 2);
        var written = 0;
        while (characters.Length - written >= 2)
        {
            if (_end - _start < LongestRune && !_ended)
                Fill();
            if (_start == _end)
                break;
            written += Next(characters[written..]);
        }

        return written;
    }

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();

    private int Next(Span<char> to)
    {
        var (status, rune, length) = (Rune.DecodeFromUtf8(_bytes.AsSpan(_start, _end - _start), out var decoded, out var consumed), decoded, consumed);
        if (status != OperationStatus.Done)
            Invalid(length);
        _start += length;
        _offset += length;
        var wasReturn = _afterReturn;
        _afterReturn = rune.Value == '\r';
        if (wasReturn && rune.Value == '\n')
            return 0;
        if (_afterReturn)
            rune = new Rune('\n');
        return rune.EncodeToUtf16(to);
    }

    private void Invalid(int length)
    {
        if (_strict)
        {
            throw new DataException(FormattableString.Invariant(
                $"'{_path}' is not UTF-8: byte 0x{_bytes[_start]:X2} at offset {_offset}; leave --strict out to read it as U+FFFD, or convert the file, for example with iconv."));
        }

        if (InvalidBytes == 0)
            FirstInvalid = _offset;
        InvalidBytes += length;
    }

    private void Fill()
    {
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        (_start, _end) = (0, _end - _start);
        try
        {
            var read = _stream.Read(_bytes, _end, _bytes.Length - _end);
            _ended = read == 0;
            _end += read;
            if (!_ended && _end < LongestRune)
                Fill();
        }
        catch (InvalidDataException broken)
        {
            throw new DataException(FormattableString.Invariant($"'{_path}' is a damaged gzip file after {_offset} bytes of text: {broken.Message}"), broken);
        }
    }

    private void SkipMark()
    {
        Fill();
        var first = _bytes.AsSpan(0, _end);
        if (first is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new DataException($"'{_path}' is UTF-16; convert it, for example with iconv -f UTF-16 -t UTF-8.");
        if (first.Contains((byte)0))
            throw new DataException($"'{_path}' is no text: it holds bytes that are zero.");
        var mark = first is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        _start += mark;
        _offset += mark;
    }
}
