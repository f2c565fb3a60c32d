"""ALBERT in evaluation mode, with HuggingFace's module and parameter names, so that its state dicts load unchanged.

Follows transformers' modeling_albert.py: absolute positions, eager attention, no dropout. The defaults of AlbertConfig
that Kokoro relies on, because its config.json does not set them: embedding_size 128, one hidden group, one inner group,
hidden_act gelu_new, type_vocab_size 2, layer_norm_eps 1e-12. The `dropout` key of config.json is unknown to AlbertConfig.
"""
import math
from types import SimpleNamespace

import torch
from torch import nn


class AlbertConfig:
    def __init__(self, vocab_size=30000, embedding_size=128, hidden_size=4096, num_hidden_layers=12,
                 num_attention_heads=64, intermediate_size=16384, max_position_embeddings=512, type_vocab_size=2,
                 layer_norm_eps=1e-12, **_unused):
        self.vocab_size = vocab_size
        self.embedding_size = embedding_size
        self.hidden_size = hidden_size
        self.num_hidden_layers = num_hidden_layers
        self.num_attention_heads = num_attention_heads
        self.intermediate_size = intermediate_size
        self.max_position_embeddings = max_position_embeddings
        self.type_vocab_size = type_vocab_size
        self.layer_norm_eps = layer_norm_eps


def gelu_new(x):
    return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * torch.pow(x, 3.0))))


class Embeddings(nn.Module):
    def __init__(self, config):
        super().__init__()
        width = config.embedding_size
        self.word_embeddings = nn.Embedding(config.vocab_size, width, padding_idx=0)
        self.position_embeddings = nn.Embedding(config.max_position_embeddings, width)
        self.token_type_embeddings = nn.Embedding(config.type_vocab_size, width)
        self.LayerNorm = nn.LayerNorm(width, eps=config.layer_norm_eps)

    def forward(self, ids):
        positions = torch.arange(ids.shape[1], device=ids.device).unsqueeze(0)
        x = self.word_embeddings(ids) + self.token_type_embeddings(torch.zeros_like(ids))
        return self.LayerNorm(x + self.position_embeddings(positions))


class Attention(nn.Module):
    def __init__(self, config):
        super().__init__()
        width = config.hidden_size
        self.heads = config.num_attention_heads
        self.head_width = width // self.heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.dense = nn.Linear(width, width)
        self.LayerNorm = nn.LayerNorm(width, eps=config.layer_norm_eps)

    def split_heads(self, x):
        return x.view(x.shape[0], x.shape[1], self.heads, self.head_width).permute(0, 2, 1, 3)

    def forward(self, x, mask):
        query, key, value = (self.split_heads(f(x)) for f in (self.query, self.key, self.value))
        scores = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(self.head_width) + mask
        context = torch.matmul(torch.softmax(scores, dim=-1), value).transpose(2, 1).flatten(2)
        return self.LayerNorm(x + self.dense(context))


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.full_layer_layer_norm = nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)
        self.attention = Attention(config)
        self.ffn = nn.Linear(config.hidden_size, config.intermediate_size)
        self.ffn_output = nn.Linear(config.intermediate_size, config.hidden_size)

    def forward(self, x, mask):
        x = self.attention(x, mask)
        return self.full_layer_layer_norm(self.ffn_output(gelu_new(self.ffn(x))) + x)


class LayerGroup(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.albert_layers = nn.ModuleList([Layer(config)])

    def forward(self, x, mask):
        return self.albert_layers[0](x, mask)


class Transformer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.depth = config.num_hidden_layers
        self.embedding_hidden_mapping_in = nn.Linear(config.embedding_size, config.hidden_size)
        self.albert_layer_groups = nn.ModuleList([LayerGroup(config)])

    def forward(self, x, mask):
        x = self.embedding_hidden_mapping_in(x)
        for _ in range(self.depth):  # one layer's weights, applied `depth` times
            x = self.albert_layer_groups[0](x, mask)
        return x


class AlbertModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.embeddings = Embeddings(config)
        self.encoder = Transformer(config)
        self.pooler = nn.Linear(config.hidden_size, config.hidden_size)  # in the checkpoint; Kokoro discards its output
        self.pooler_activation = nn.Tanh()

    @property
    def device(self):
        return self.pooler.weight.device

    def forward(self, input_ids, attention_mask):
        x = self.embeddings(input_ids)
        mask = (1.0 - attention_mask[:, None, None, :].to(x.dtype)) * torch.finfo(x.dtype).min
        return SimpleNamespace(last_hidden_state=self.encoder(x, mask))
