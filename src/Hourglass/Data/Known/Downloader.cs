using System.IO.Compression;
using System.Security.Cryptography;

namespace Hourglass.Data.Known;

/// <summary>Gets packed files over HTTP and checks what is inside.</summary>
/// <param name="handler">Makes the connection.</param>
internal sealed class Downloader(Func<HttpMessageHandler> handler)
{
    /// <summary>How long a server may be silent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The largest file that is downloaded: 256 MiB.</summary>
    public const int MaxBytes = 256 << 20;

    private const int BlockBytes = 1 << 16;

    /// <summary>Downloads a file packed by gzip.</summary>
    /// <returns>The packed bytes, whose content has the published SHA-256.</returns>
    /// <exception cref="DataException">The server cannot be reached or falls silent, or gives something else.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public byte[] Get(Uri address, KnownFile file, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        // The one place of the data floor that waits for a network: asynchronous below, synchronous for its callers.
        var packed = GetAsync(address, progress, cancellation).GetAwaiter().GetResult();
        var sum = Sha256(packed, file);
        return sum == file.Sha256
            ? packed
            : throw new DataException($"{address} has the SHA-256 {sum} after unpacking, expected {file.Sha256}: it is broken or was changed");
    }

    private async Task<byte[]> GetAsync(Uri address, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            using var client = new HttpClient(handler()) { Timeout = Timeout.InfiniteTimeSpan };
            var stage = $"downloading {Path.GetFileName(address.LocalPath)}";
            progress?.Report(new DataProgress(stage, 0, 0));
            silence.CancelAfter(Patience);
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new DataException($"the server answers {(int)response.StatusCode} {response.ReasonPhrase} for {address}");
            var total = response.Content.Headers.ContentLength ?? 0;
            using var stream = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            using var packed = new MemoryStream();
            var block = new byte[BlockBytes];
            for (int read; (read = await stream.ReadAsync(block, silence.Token).ConfigureAwait(false)) > 0;)
            {
                packed.Write(block, 0, read);
                if (packed.Length > MaxBytes)
                    throw new DataException($"{address} is larger than {MaxBytes >> 20} MiB");
                progress?.Report(new DataProgress(stage, packed.Length, total));
                silence.CancelAfter(Patience);
            }

            return packed.ToArray();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DataException($"{address.Host} was silent for {Patience.TotalSeconds} seconds");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new DataException(error.Message, error);
        }
    }

    /// <summary>The SHA-256 of the content, of which no more is unpacked than the file should have.</summary>
    private static string Sha256(byte[] packed, KnownFile file)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            using var content = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            var block = new byte[BlockBytes];
            var length = 0L;
            for (int read; length <= file.Bytes && (read = content.Read(block)) > 0; length += read)
                sum.AppendData(block, 0, read);
        }
        catch (InvalidDataException error)
        {
            throw new DataException($"{file.Name}.gz cannot be unpacked: {error.Message.TrimEnd('.')}", error);
        }

        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }
}
