using Hourglass.Archives.Coding;
using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Networks;

/// <summary>The network alone: every picture by itself, so that any of a chunk costs no more than those before it.</summary>
internal sealed class NetworkPixelCodec : IPixelCodec
{
    /// <summary>The four letters.</summary>
    public const string Name = "net1";

    private readonly ContextNetwork _network;
    private readonly ArithmeticKind _kind;

    /// <summary>A codec with the network in <paramref name="model"/>.</summary>
    /// <exception cref="ArchiveFormatException">It is none.</exception>
    public NetworkPixelCodec(ReadOnlyMemory<byte> model)
        : this(ContextNetwork.Read(model), model, NetworkArithmetic.Best)
    {
    }

    /// <summary>A codec with a given network and a given way to compute.</summary>
    public NetworkPixelCodec(ContextNetwork network, ReadOnlyMemory<byte> model, ArithmeticKind kind) => (_network, Model, _kind) = (network, model, kind);

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Model { get; }

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        var coder = new BinaryEncoder();
        Run(ref coder, pictures, cancellation);
        return coder.Finish();
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        var coder = new BinaryDecoder(payload);
        Run(ref coder, pictures, cancellation);
    }

    /// <summary>The bytes that pictures would take, without the model.</summary>
    public double Measure(IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        var coder = default(CodeLength);
        Run(ref coder, pictures, cancellation);
        return coder.Bytes;
    }

    private void Run<TCoder>(ref TCoder coder, IReadOnlyList<Raster> pictures, CancellationToken cancellation)
        where TCoder : struct, IBinaryCoder
    {
        var evaluator = new NetworkEvaluator(_network, _kind);
        foreach (var picture in pictures)
        {
            if (picture.Levels != _network.Shape.Levels || picture.Channels != _network.Shape.Channels)
                throw new ArchiveFormatException(0, "a picture's form", $"{picture.Channels} channels, {picture.Levels} levels", "that of the model");
            evaluator.Begin(picture);
            for (var y = 0; y < picture.Height; y++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (int x = 0, i = y * picture.Width * picture.Channels; x < picture.Width; x++)
                {
                    for (var channel = 0; channel < picture.Channels; channel++, i++)
                    {
                        evaluator.Move(x, y, channel);
                        picture.Samples[i] = (ushort)evaluator.Code(ref coder, picture.Samples[i]);
                    }
                }
            }
        }
    }
}
