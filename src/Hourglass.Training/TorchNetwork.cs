using Hourglass.Architectures;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>An architecture with weights that libtorch can train. Tensors never leave this assembly.</summary>
/// <remarks>
/// All trained parameters lie in one flat tensor, all gradients in another, and the layers see views of them: the optimizer, gradient
/// clipping and checkpoints then work on three vectors instead of hundreds of small tensors.
/// </remarks>
internal sealed class TorchNetwork : IDisposable
{
    private const double NormMomentum = 0.1;

    private readonly IReadOnlyList<LayerShapes> _layers;
    private readonly ILookup<string, LayerShapes> _parts;
    private readonly IReadOnlyList<WeightShape> _shapes;
    private readonly Dictionary<string, Tensor> _weights = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> _taken;
    private TorchNetwork? _original;
    private readonly Device _device;

    /// <summary>A network with freshly drawn weights.</summary>
    public TorchNetwork(Hourglass.Architectures.Architecture architecture, ulong seed, Device device)
        : this(architecture, device, values: null) => Load(WeightInitialization.Draw(_layers, seed));

    private TorchNetwork(Hourglass.Architectures.Architecture architecture, Device device, Tensor? values)
    {
        Architecture = architecture;
        _device = device;
        _layers = [.. ShapeInference.Infer(architecture), .. ShapeInference.InferAdversary(architecture)];
        _parts = _layers.ToLookup(layer => layer.Half);
        _taken = Skips.Taken(_layers.Select(layer => layer.Layer));
        _shapes = [.. _layers.SelectMany(layer => layer.Weights())];
        Groups = Grouped();
        var count = _shapes.Where(shape => shape.Trained).Sum(shape => shape.Size);
        Values = values?.alias() ?? zeros(count, device: device);
        Gradient = zeros(count, device: device);
        var start = 0L;
        foreach (var shape in _shapes)
        {
            var sides = shape.Shape.Select(side => (long)side).ToArray();
            if (shape.Trained)
            {
                using var scope = NewDisposeScope();
                var view = Values.narrow(0, start, shape.Size).view(sides).detach().requires_grad_(true);
                view.grad = Gradient.narrow(0, start, shape.Size).view(sides);
                _weights[shape.Name] = view.MoveToOuterDisposeScope();
                start += shape.Size;
            }
            else
            {
                _weights[shape.Name] = zeros(sides, device: device);
            }
        }
    }

    /// <summary>What this network is built from.</summary>
    public Hourglass.Architectures.Architecture Architecture { get; }

    /// <summary>All trained parameters, flat.</summary>
    public Tensor Values { get; }

    /// <summary>The gradient of <see cref="Values"/>, filled by <c>backward</c>, which adds to it.</summary>
    public Tensor Gradient { get; }

    /// <summary>Which parameters move together, in their order.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>
    /// A second network over the same trained parameters, with a gradient of its own, so that another thread can work on another part of the batch.
    /// The running statistics that it leaves are its own too; those that it uses are this network's.
    /// </summary>
    public TorchNetwork Replica() => new(Architecture, _device, Values) { _original = this };

    /// <summary>Encodes normalized samples.</summary>
    /// <param name="samples"><c>[N, C, H, W]</c>.</param>
    /// <param name="noise">Draws what training draws at random; null when the network is used, not trained.</param>
    /// <returns>
    /// The code <c>[N, n]</c>, and for a variational encoder what it was drawn from, <c>[N, 2n]</c>: means, then log variances.
    /// </returns>
    public (Tensor Code, Tensor? Moments) Encode(Tensor samples, Generator? noise)
    {
        var layers = _parts[Architectures.Architecture.EncoderHalf];
        if (layers.Last() is not { Layer: Variational } draw)
            return (Through(layers, samples, training: noise is not null, noise: noise), null);
        var moments = Through(layers.SkipLast(1), samples, training: noise is not null, noise: noise);
        return (Draw(draw.Output.Channels, moments, noise), moments);
    }

    /// <summary>Decodes codes <c>[N, n]</c> into normalized samples <c>[N, C, H, W]</c>; vectors may come as <c>[N, n]</c>.</summary>
    /// <remarks>In training, what a <see cref="Choice"/> would choose from. Of a network without a code, <see cref="Encode"/> gives the output already, and this gives it back.</remarks>
    /// <param name="code">The codes.</param>
    /// <param name="training">Whether batch norms take the statistics of the batch, and a choice is left open.</param>
    /// <param name="frozen">Whether the gradient passes through and leaves the weights alone.</param>
    public Tensor Decode(Tensor code, bool training, bool frozen = false) => Through(_parts[Architectures.Architecture.DecoderHalf], code, training, frozen);

    /// <summary>Codes reconstructions <c>[N, C, H, W]</c> by the second encoder, <c>[N, n]</c>.</summary>
    public Tensor Recode(Tensor samples, bool training) => Through(_parts[Architectures.Architecture.RecoderHalf], samples, training);

    /// <summary>What the adversary makes of codes or samples: its features <c>[N, f]</c>, and its verdict <c>[N, 1]</c>.</summary>
    /// <param name="judged">Codes <c>[N, n]</c> or samples <c>[N, C, H, W]</c>.</param>
    /// <param name="training">Whether batch norms take the statistics of the batch.</param>
    /// <param name="frozen">Whether the gradient passes through and leaves the weights alone.</param>
    public (Tensor Features, Tensor Verdict) Judge(Tensor judged, bool training, bool frozen = false)
    {
        var layers = _parts[Architectures.Architecture.AdversaryHalf];
        var features = Through(layers.SkipLast(1), judged, training, frozen);
        return (features, Through(layers.TakeLast(1), features, training, frozen));
    }

    /// <summary>A weight by its full name.</summary>
    public Tensor WeightOf(string name) => _weights[name];

    /// <summary>Copies all weights out, running statistics included, in the order of the layers.</summary>
    public IReadOnlyList<WeightTensor> Weights()
    {
        using var scope = NewDisposeScope();
        return [.. _shapes.Select(shape => new WeightTensor(
            shape.Name, shape.Shape, _weights[shape.Name].detach().cpu().contiguous().data<float>().ToArray()))];
    }

    /// <summary>The weights of a finished model: what it was trained against has done its work.</summary>
    public IReadOnlyList<WeightTensor> ModelWeights()
    {
        var names = ShapeInference.Infer(Architecture).SelectMany(layer => layer.Weights()).Select(weight => weight.Name).ToHashSet(StringComparer.Ordinal);
        return [.. Weights().Where(weight => names.Contains(weight.Name))];
    }

    /// <summary>Overwrites the weights in place.</summary>
    /// <exception cref="ArchitectureException">A weight is missing or has another shape.</exception>
    public void Load(IEnumerable<WeightTensor> weights)
    {
        var given = weights.ToDictionary(weight => weight.Name, StringComparer.Ordinal);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var shape in _shapes)
        {
            if (!given.TryGetValue(shape.Name, out var weight) || !weight.Shape.SequenceEqual(shape.Shape))
                throw new ArchitectureException($"The weight '{shape.Name}' is missing or is not [{string.Join(", ", shape.Shape)}].");
            _weights[shape.Name].copy_(tensor(weight.Values, [.. shape.Shape.Select(side => (long)side)]));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var weight in _weights.Values)
            weight.Dispose();
        Values.Dispose();
        Gradient.Dispose();
    }

    /// <summary>The encoder of f-AnoGAN moves alone, after its decoder; else all that is not the adversary moves as one.</summary>
    private ParameterGroup[] Grouped()
    {
        var groups = new List<ParameterGroup>();
        var apart = Architecture.Adversary is { Game: AdversarialGame.Draws };
        foreach (var part in _parts)
        {
            var player = part.Key == Architectures.Architecture.AdversaryHalf ? Players.Adversary
                : !apart ? Players.Encoder | Players.Decoder
                : part.Key == Architectures.Architecture.DecoderHalf ? Players.Decoder : Players.Encoder;
            var length = part.SelectMany(layer => layer.Weights()).Where(shape => shape.Trained).Sum(shape => (long)shape.Size);
            if (groups.Count > 0 && groups[^1].Player == player)
                groups[^1] = groups[^1] with { Length = groups[^1].Length + length };
            else
                groups.Add(new ParameterGroup(player, groups.Sum(group => group.Length), length));
        }

        return [.. groups];
    }

    private Tensor Through(IEnumerable<LayerShapes> layers, Tensor x, bool training, bool frozen = false, Generator? noise = null)
    {
        var taken = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [Architectures.Architecture.InputName] = x };
        foreach (var at in layers)
        {
            x = at.Layer switch
            {
                Dropout or Noise when noise is null => x,
                Dropout dropout => x * ((rand(x.shape, device: _device, generator: noise) >= dropout.Share).to_type(x.dtype) / (1 - dropout.Share)),
                Noise shake => x + (shake.Deviation * randn([x.shape[0], x.shape[1], .. Enumerable.Repeat(1L, (int)x.dim() - 2)], device: _device, generator: noise)).to_type(x.dtype),
                _ => Apply(at, x, training, frozen, taken),
            };
            if (_taken.Contains(at.Layer.Name))
                taken[at.Layer.Name] = x;
        }

        return x;
    }

    private Tensor Draw(int length, Tensor moments, Generator? noise)
    {
        var mean = moments.narrow(1, 0, length);
        return noise is null ? mean : mean + (0.5 * moments.narrow(1, length, length)).exp() * randn(mean.shape, device: _device, generator: noise);
    }

    private Tensor Apply(LayerShapes at, Tensor x, bool training, bool frozen, Dictionary<string, Tensor> taken)
    {
        Tensor? Weight(string name)
        {
            var weight = _weights.GetValueOrDefault(Architectures.Architecture.WeightName(at.Half, at.Layer, name));
            return frozen ? weight?.detach() : weight;
        }

        Tensor Statistics(string name) =>
            (training ? this : _original ?? this)._weights[Architectures.Architecture.WeightName(at.Half, at.Layer, name)];

        switch (at.Layer)
        {
            case Dense:
                return nn.functional.linear(x.dim() > 2 ? x.flatten(1) : x, Weight("weight")!, Weight("bias"));
            case Conv conv:
                return nn.functional.conv2d(Picture(x, at), Weight("weight")!, Weight("bias"), [conv.Stride, conv.Stride], [conv.Padding, conv.Padding]);
            case ConvTranspose conv:
                return nn.functional.conv_transpose2d(
                    Picture(x, at), Weight("weight")!, Weight("bias"), [conv.Stride, conv.Stride], [conv.Padding, conv.Padding],
                    [conv.ExtraHeight, conv.ExtraWidth]);
            case BatchNorm norm:
                return nn.functional.batch_norm(
                    x, Statistics("running_mean"), Statistics("running_var"), Weight("weight")!, Weight("bias")!, training, NormMomentum, norm.Epsilon);
            case Activation activation:
                return Activate(activation, x);
            case Reshape reshape:
                return reshape.Shape.IsVector
                    ? x.reshape(x.shape[0], reshape.Shape.Channels)
                    : x.reshape(x.shape[0], reshape.Shape.Channels, reshape.Shape.Height, reshape.Shape.Width);
            case TopK top:
                var (largest, _) = x.topk(top.Keep, 1);
                return x * (x >= largest.narrow(1, top.Keep - 1, 1)).to_type(x.dtype);
            case Add add:
                return x + taken[add.With].reshape(x.shape);
            case Concat concat:
                return cat([Picture(x, at), taken[concat.With]], 1);
            case SpaceToDepth fold:
                return Fold(Picture(x, at), fold.Block);
            case DepthToSpace unfold:
                return Unfold(Picture(x, at), unfold.Block);
            case Embedding or Recurrent or Mean or Unroll or Choice:
                return TextLayers.Apply(at, x, training, name => Weight(name)!);
            default:
                throw new ArchitectureException($"{at.Half} layer '{at.Layer.Name}' ({at.Layer.GetType().Name}): unknown to the trainer.");
        }
    }

    /// <summary>A vector may come as <c>[N, n]</c> or <c>[N, n, 1, 1]</c>; convolutions take the latter.</summary>
    private static Tensor Picture(Tensor x, LayerShapes at) =>
        x.dim() == 4 ? x : x.reshape(x.shape[0], at.Input.Channels, at.Input.Height, at.Input.Width);

    private static Tensor Fold(Tensor x, long block)
    {
        var (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2] / block, x.shape[3] / block);
        return x.reshape(n, c, h, block, w, block).permute(0, 3, 5, 1, 2, 4).reshape(n, block * block * c, h, w);
    }

    private static Tensor Unfold(Tensor x, long block)
    {
        var (n, c, h, w) = (x.shape[0], x.shape[1] / (block * block), x.shape[2], x.shape[3]);
        return x.reshape(n, block, block, c, h, w).permute(0, 3, 4, 1, 5, 2).reshape(n, c, h * block, w * block);
    }

    private static Tensor Activate(Activation activation, Tensor x) => activation.Function switch
    {
        ActivationFunction.Relu => nn.functional.relu(x),
        ActivationFunction.LeakyRelu => nn.functional.leaky_relu(x, activation.Slope),
        ActivationFunction.Silu => nn.functional.silu(x),
        ActivationFunction.Sigmoid => x.sigmoid(),
        ActivationFunction.Tanh => x.tanh(),
        _ => throw new ArchitectureException($"The activation {activation.Function} is unknown to the trainer."),
    };
}
