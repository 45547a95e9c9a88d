using Hourglass.Architectures;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>The layers of networks for text.</summary>
internal static class TextLayers
{
    // A sum without a factor gets one of its own from TorchSharp, which the collector may take away while libtorch still reads it.
    private static readonly TorchSharp.Scalar One = 1f;

    /// <summary>Applies one layer.</summary>
    /// <param name="at">The layer.</param>
    /// <param name="x">What goes in.</param>
    /// <param name="training">Whether the network learns: a choice is then left to the objective.</param>
    /// <param name="weight">Gives a weight by its short name.</param>
    public static Tensor Apply(LayerShapes at, Tensor x, bool training, Func<string, Tensor> weight) => at.Layer switch
    {
        Embedding => LookUp(x.flatten(1).to_type(ScalarType.Int64), weight("weight")).transpose(1, 2).unsqueeze(3),
        Recurrent recurrent => Read(recurrent.Units, Column(x, at), weight).unsqueeze(3),
        Mean => x.mean([2, 3]),
        Unroll => x.flatten(1).unsqueeze(2).add(weight("weight")).unsqueeze(3),
        Choice when training => x,
        _ => nn.functional.linear(Column(x, at).transpose(1, 2), weight("weight"), weight("bias")).argmax(2).to_type(ScalarType.Float32),
    };

    private static Tensor LookUp(Tensor numbers, Tensor vectors) =>
        vectors.index_select(0, numbers.flatten()).view(numbers.shape[0], numbers.shape[1], vectors.shape[1]) * (numbers != 0).unsqueeze(2);

    private static Tensor Column(Tensor x, LayerShapes at) => x.reshape(x.shape[0], at.Input.Channels, at.Input.Height);

    /// <summary>Both directions at once, <c>[N, C, L] -> [N, 2 Units, L]</c>: the second one is the first on the reversed column.</summary>
    private static Tensor Read(int units, Tensor columns, Func<string, Tensor> weight)
    {
        var series = columns.permute(2, 0, 1); // [L, N, C]
        var read = (series.detach().abs().amax([2], keepdim: true) > 0).to_type(series.dtype); // [L, N, 1]
        var (recurrent, bias) = (weight("recurrent").transpose(1, 2), weight("bias"));
        var inner = bias.narrow(1, 3 * units, 3 * units).unsqueeze(1);
        var inputs = stack([Gates(0), Gates(1).flip(0)], 1).unbind(0); // L times [2, N, 3 Units]
        var steps = stack([read, read.flip(0)], 1).unbind(0); // L times [2, N, 1]
        var state = zeros([2, series.shape[1], units], device: series.device);
        var states = new Tensor[inputs.Length];
        for (var t = 0; t < inputs.Length; t++)
        {
            var gates = state.bmm(recurrent).add(inner, One);
            var open = inputs[t].narrow(2, 0, 2 * units).add(gates.narrow(2, 0, 2 * units), One).sigmoid();
            var (update, reset) = (open.narrow(2, 0, units), open.narrow(2, units, units));
            var fresh = inputs[t].narrow(2, 2 * units, units).add(reset * gates.narrow(2, 2 * units, units), One).tanh();
            states[t] = state = steps[t] * fresh.lerp(state, update);
        }

        var both = stack(states, 0); // [L, 2, N, Units]
        return cat([both.select(1, 0), both.select(1, 1).flip(0)], 2).permute(1, 2, 0);

        Tensor Gates(long way) => nn.functional.linear(series, weight("weight").select(0, way), bias.select(0, way).narrow(0, 0, 3 * units));
    }
}
