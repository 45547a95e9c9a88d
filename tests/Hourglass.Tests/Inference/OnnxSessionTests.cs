using Hourglass.Architectures;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;

namespace Hourglass.Tests.Inference;

public sealed class OnnxSessionTests
{
    private const int Length = 3;

    [Fact]
    public void AGraphThatFitsIsRun()
    {
        using var session = Open(Graph("Relu", OnnxGraph.Batch, Length));
        var output = new float[2 * Length];
        session.Run(new float[] { -1, 2, -3, 4, -5, 6 }, output);
        Assert.Equal([0, 2, 0, 4, 0, 6], output);
    }

    [Fact]
    public void AClosedSessionSaysSo()
    {
        var session = Open(Graph("Relu", OnnxGraph.Batch, Length));
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Run(new float[Length], new float[Length]));
    }

    [Fact]
    public void AnotherShapeOrAFixedBatchIsRefused()
    {
        Refused("its graph is not 'samples' [3] to 'codes' [3]", Graph("Relu", OnnxGraph.Batch, Length + 1));
        Refused("its graph is not 'samples' [3] to 'codes' [3]", Graph("Relu", "", Length));
        Refused("its graph is not", Graph("Relu", OnnxGraph.Batch, Length, input: "samples2"));
        Refused("its graph is not", Graph("Relu", OnnxGraph.Batch, Length, output: "codes2"));
    }

    [Fact]
    public void WhatOnnxRuntimeRefusesIsOneLine() => Refused("ONNX Runtime refuses it (", Graph("Gemm", OnnxGraph.Batch, Length));

    [Fact]
    public void AGraphWhoseOutputIsNotWhatItPromisesIsRefused() => Refused("its graph is not", Graph("ReduceMin", OnnxGraph.Batch, Length));

    private static OnnxSession Open(byte[] graph) => new(graph, "test.onnx", (OnnxEmitter.Samples, [Length]), (OnnxEmitter.Codes, [Length]), threads: 1);

    private static void Refused(string problem, byte[] graph)
    {
        var error = Assert.Throws<ModelFormatException>(() => Open(graph));
        Assert.StartsWith($"test.onnx: {problem}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    /// <summary>A graph of one operation; an empty batch name gives a fixed batch of 1.</summary>
    private static byte[] Graph(string operation, string batch, int length, string input = OnnxEmitter.Samples, string output = OnnxEmitter.Codes)
    {
        var model = new ProtobufWriter();
        model.Varint(ModelField.IrVersion, 8);
        model.Message(ModelField.Graph, graph =>
        {
            graph.Message(GraphField.Node, new OnnxNode(operation, "node", [input], []) { Output = output }.Write);
            graph.String(GraphField.Name, "test");
            graph.Message(GraphField.Input, value => Value(value, input));
            graph.Message(GraphField.Output, value => Value(value, output));
        });
        model.Message(ModelField.OperatorSets, set => set.Varint(OperatorSetField.Version, OnnxGraph.OperatorSet));
        return model.ToArray();

        void Value(ProtobufWriter value, string name)
        {
            value.String(ValueField.Name, name);
            value.Message(ValueField.Type, type => type.Message(TypeField.Tensor, tensor =>
            {
                tensor.Varint(TensorTypeField.ElementType, 1);
                tensor.Message(TensorTypeField.Shape, shape =>
                {
                    shape.Message(ShapeField.Dimension, side =>
                    {
                        if (batch.Length > 0)
                            side.String(DimensionField.Parameter, batch);
                        else
                            side.Varint(DimensionField.Value, 1);
                    });
                    shape.Message(ShapeField.Dimension, side => side.Varint(DimensionField.Value, length));
                });
            }));
        }
    }
}
